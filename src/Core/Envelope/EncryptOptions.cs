using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Core.Envelope;

/// <summary>How a tree is encrypted whose leaves come from encrypted files.</summary>
public sealed record EncryptOptions
{
    /// <summary>The defaults.</summary>
    public static EncryptOptions Default { get; } = new();

    /// <summary>
    /// Leaves that keep their text: they were encrypted with this data key, and stand under their old path. Default: none.
    /// </summary>
    public IReadOnlyList<CiphertextMemory> Reused { get; init; } = [];

    /// <summary>Leaves that were secret where they come from: that they would be written readable is an error. Default: none.</summary>
    public IReadOnlyList<CiphertextMemory> Secret { get; init; } = [];
}
