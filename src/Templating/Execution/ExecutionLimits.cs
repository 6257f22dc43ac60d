namespace SecretsKit.Templating.Execution;

/// <summary>
/// What the executions of one rendering may cost together before they end in an error. Templates come from strangers. The bounds lie far
/// beyond what can be installed: a release record holds at most one megabyte after compression, which is some ten megabytes of manifests,
/// and such a rendering takes a twentieth of each of them.
/// </summary>
public sealed record ExecutionLimits
{
    /// <summary>Nodes evaluated, and work of functions counted as such. Default 100,000,000, which takes two to six seconds.</summary>
    public long MaxSteps { get; init; } = 100_000_000;

    /// <summary>Bytes of output, those of unfinished includes included. Default 256 MiB.</summary>
    public int MaxOutputBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes made by functions, all calls together: texts, and the elements of lists and maps. Default 512 MiB.</summary>
    public long MaxFunctionBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Calls of <c>tpl</c> inside each other. Default 1,000.</summary>
    public int MaxTplDepth { get; init; } = 1_000;

    /// <summary>Executions by <c>template</c> inside each other, Go's limit. Default 100,000.</summary>
    public int MaxTemplateDepth { get; init; } = 100_000;
}
