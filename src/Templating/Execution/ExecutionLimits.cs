namespace SecretsKit.Templating.Execution;

/// <summary>What an execution may cost before it ends in an error. Templates come from strangers.</summary>
public sealed record ExecutionLimits
{
    /// <summary>Nodes evaluated. Default 50,000,000, which takes one or two seconds.</summary>
    public long MaxSteps { get; init; } = 50_000_000;

    /// <summary>Bytes of output, those of unfinished includes included. Default 256 MiB.</summary>
    public int MaxOutputBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Bytes made by functions, all calls together. Default 512 MiB.</summary>
    public long MaxFunctionBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Calls of <c>tpl</c> inside each other. Default 1,000.</summary>
    public int MaxTplDepth { get; init; } = 1_000;

    /// <summary>Executions by <c>template</c> inside each other, Go's limit. Default 100,000.</summary>
    public int MaxTemplateDepth { get; init; } = 100_000;
}
