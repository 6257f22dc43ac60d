using SecretsKit.Sync.Stores;

namespace SecretsKit.Sync.Running;

/// <summary>How an agent works.</summary>
public sealed record AgentOptions
{
    /// <summary>The namespace that it serves; empty for all.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>
    /// Whether kinds of the whole cluster are watched: ClusterSecretStores and namespaces. Default yes; an agent of one namespace may not be
    /// allowed to.
    /// </summary>
    public bool HasClusterKinds { get; init; } = true;

    /// <summary>Which stores count.</summary>
    public StoreRules Stores { get; init; } = new();

    /// <summary>Whether mappings may write objects of other kinds than Secret. Default false.</summary>
    public bool AllowsGenericTargets { get; init; }

    /// <summary>What opens an action of a template.</summary>
    public string LeftDelimiter { get; init; } = "{{";

    /// <summary>What closes it.</summary>
    public string RightDelimiter { get; init; } = "}}";

    /// <summary>Most mappings at a time. Default 16.</summary>
    public int Workers { get; init; } = 16;
}
