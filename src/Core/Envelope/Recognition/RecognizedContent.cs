using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope.Recognition;

/// <summary>What a content is to SOPS.</summary>
public enum EncryptionKind
{
    /// <summary>No encrypted file. It may still mention ciphertext, as documentation, sources and tests do.</summary>
    None,

    /// <summary>It has SOPS metadata, readable or not.</summary>
    Encrypted,

    /// <summary>It is of a SOPS format by its name, holds ciphertext, and no reader of that format takes it.</summary>
    Damaged,

    /// <summary>
    /// It is of a SOPS format by its name, reads, and has encrypted values, but no metadata that say who can decrypt them.
    /// </summary>
    Orphaned,
}

/// <summary>What a content is to SOPS, and the format in which it is that.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Format">The format of its name, or, where that says nothing, the one that reads it.</param>
public readonly record struct RecognizedContent(EncryptionKind Kind, DocumentFormat Format)
{
    /// <summary>
    /// Whether it is, or is meant to be, an encrypted file that the verbs for such files take; reading it may still fail.
    /// </summary>
    public bool IsEncrypted => Kind is EncryptionKind.Encrypted or EncryptionKind.Damaged;
}
