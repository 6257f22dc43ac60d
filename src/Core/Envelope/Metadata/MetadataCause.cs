using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>What is wrong with the metadata of a file.</summary>
public enum MetadataFault
{
    /// <summary>A field has the wrong type, contradicts another, or cannot be parsed.</summary>
    Malformed,

    /// <summary>The MAC does not decrypt: it, or the time that it is bound to, was changed.</summary>
    UndecryptableMac,

    /// <summary>There is no MAC.</summary>
    MissingMac,

    /// <summary>The MAC is that of other values.</summary>
    WrongMac,
}

/// <summary>Why metadata are refused.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Field">The path of the field, such as <c>sops.mac</c>; null where several are concerned.</param>
public sealed record MetadataCause(MetadataFault Fault, string? Field) : FailureCause;
