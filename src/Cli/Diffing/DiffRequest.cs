using SecretsKit.Charts.Inputs;
using SecretsKit.Cli.Dialects;

namespace SecretsKit.Cli.Diffing;

/// <summary>What <c>diff</c> compares and how it shows the result.</summary>
internal sealed record DiffRequest
{
    /// <summary>The old side: a chart, manifests, or <c>-</c>.</summary>
    public required string A { get; init; }

    /// <summary>The new side.</summary>
    public required string B { get; init; }

    /// <summary>Values of the old side, those of both sides first.</summary>
    public ValueArguments ValuesOfA { get; init; } = new();

    /// <summary>Values of the new side, those of both sides first.</summary>
    public ValueArguments ValuesOfB { get; init; } = new();

    /// <summary>How charts are rendered.</summary>
    public DiffRendering Rendering { get; init; } = new();

    /// <summary>Lines around a change. Default 3.</summary>
    public int Context { get; init; } = 3;

    /// <summary>The form of the report.</summary>
    public DiffForm Form { get; init; }

    /// <summary>Whether differences end with <see cref="ExitCodes.Differences"/>.</summary>
    public bool DetailedExitCode { get; init; }

    /// <summary>
    /// The rules of <see cref="Charts.Comparison.ChartComparison.Rules"/> that advise on two versions of a chart. Default none.
    /// </summary>
    public IReadOnlyCollection<string> Advice { get; init; } = [];

    /// <summary>Whether secrets are shown.</summary>
    public bool ShowsSecrets { get; init; }

    /// <summary>Whether documents are compared by what they say.</summary>
    public bool NormalizesManifests { get; init; }
}

/// <summary>How <c>diff</c> renders charts; words as those of <c>template</c>.</summary>
internal sealed record DiffRendering
{
    /// <summary>The release's name on both sides.</summary>
    public string ReleaseName { get; init; } = "release-name";

    /// <summary>The release's namespace, and that of manifests that name none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The cluster's version; null for the usual one.</summary>
    public string? KubeVersion { get; init; }

    /// <summary>APIs besides the usual ones.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>Whether files under <c>crds/</c> are compared, too.</summary>
    public bool IncludesCrds { get; init; }

    /// <summary>Whether hooks are compared. Default true.</summary>
    public bool IncludesHooks { get; init; } = true;

    /// <summary>Whether hooks of tests are compared. Default true.</summary>
    public bool IncludesTests { get; init; } = true;

    /// <summary>Whether values are checked against schemas. Default true.</summary>
    public bool ValidatesSchema { get; init; } = true;
}

/// <summary>The forms of a report of <c>diff</c>.</summary>
internal enum DiffForm
{
    /// <summary>Unified hunks for each resource.</summary>
    Text,

    /// <summary>A line for each resource.</summary>
    Summary,

    /// <summary>For a comment on a pull request.</summary>
    Markdown,

    /// <summary>An object for each resource, on a line of its own.</summary>
    Json,
}
