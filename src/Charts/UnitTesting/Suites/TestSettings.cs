using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Suites;

/// <summary>What suites and tests both set; null and empty where they do not.</summary>
internal sealed record TestSettings
{
    /// <summary>Values files, relative to the suite's.</summary>
    public IReadOnlyList<string> ValuesFiles { get; init; } = [];

    /// <summary>Paths in the values with what is put there, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, Value>> Set { get; init; } = [];

    /// <summary>The release.</summary>
    public ReleaseSettings Release { get; init; } = new();

    /// <summary>The cluster's version.</summary>
    public string? MajorVersion { get; init; }

    /// <summary>The cluster's version.</summary>
    public string? MinorVersion { get; init; }

    /// <summary>APIs that the cluster has.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>Whether it is said that there are none.</summary>
    public bool ClearsApiVersions { get; init; }

    /// <summary>The chart's version.</summary>
    public string? ChartVersion { get; init; }

    /// <summary>The version of what is in the chart.</summary>
    public string? AppVersion { get; init; }

    /// <summary>Objects that <c>lookup</c> finds; null where nothing is said.</summary>
    public ClusterSettings? Cluster { get; init; }

    /// <summary>A program that changes what was rendered; null for none.</summary>
    public PostRendererSettings? PostRenderer { get; init; }
}

/// <summary>The release of a rendering.</summary>
internal sealed record ReleaseSettings
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Its number.</summary>
    public int? Revision { get; init; }

    /// <summary>Whether it is an upgrade.</summary>
    public bool IsUpgrade { get; init; }
}

/// <summary>A program with its arguments.</summary>
/// <param name="Program">A path, or a name that is looked for on PATH.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record PostRendererSettings(string Program, IReadOnlyList<string> Arguments);

/// <summary>A cluster as suites describe it.</summary>
/// <param name="Kinds">By <c>apiVersion/Kind</c>.</param>
/// <param name="Objects">As manifests.</param>
internal sealed record ClusterSettings(IReadOnlyDictionary<string, ClusterKind> Kinds, IReadOnlyList<MapValue> Objects);

/// <summary>How a kind is called in requests.</summary>
/// <param name="Group">Empty for the core.</param>
/// <param name="Version">Such as <c>v1</c>.</param>
/// <param name="Resource">The plural, in small letters.</param>
/// <param name="IsNamespaced">Whether its objects are in namespaces.</param>
internal sealed record ClusterKind(string Group, string Version, string Resource, bool IsNamespaced);
