namespace SecretsKit.Charts.Validation;

/// <summary>What is at a place where a schema may be.</summary>
/// <param name="Url">The place as an absolute URL.</param>
internal sealed record SchemaText(string Url)
{
    /// <summary>The text; null where there is none.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Why it cannot be said whether there is one; null otherwise.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether there is nothing at the place.</summary>
    public bool IsMissing => Content is null && Problem is null;
}
