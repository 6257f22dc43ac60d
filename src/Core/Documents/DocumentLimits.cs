namespace SecretsKit.Core.Documents;

/// <summary>Bounds on what an untrusted document may cost to read. Exceeding one is <see cref="Errors.ErrorCode.LimitExceeded"/>.</summary>
public sealed record DocumentLimits
{
    /// <summary>The bounds that every reader uses by default.</summary>
    public static DocumentLimits Default { get; } = new();

    /// <summary>Largest text in bytes. Default 256 MiB.</summary>
    public int MaxBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Deepest nesting of maps and lists. Default 1,000.</summary>
    public int MaxDepth { get; init; } = 1_000;

    /// <summary>Most nodes in a tree after aliases are expanded. Default 10 million.</summary>
    public int MaxNodes { get; init; } = 10_000_000;
}
