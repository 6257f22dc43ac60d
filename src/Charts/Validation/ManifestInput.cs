namespace SecretsKit.Charts.Validation;

/// <summary>A file of manifests, or why it cannot be read.</summary>
/// <param name="Source">As results name it.</param>
public sealed record ManifestInput(string Source)
{
    /// <summary>Its documents; lent until they are checked.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>Why there is no text; null if there is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether a file without any resource is a result of its own, so that it is counted. Default yes; not for streams.</summary>
    public bool CountsWhenEmpty { get; init; } = true;
}
