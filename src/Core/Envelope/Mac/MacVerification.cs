using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Mac;

/// <summary>What a comparison of MACs found.</summary>
public enum MacOutcome
{
    /// <summary>The file has the MAC of its values.</summary>
    Verified,

    /// <summary>It was not looked at.</summary>
    Ignored,

    /// <summary>The file has no MAC.</summary>
    Missing,

    /// <summary>The file's MAC does not decrypt.</summary>
    Undecryptable,

    /// <summary>The file has another MAC than its values.</summary>
    Mismatch,
}

/// <summary>The MAC of a file compared with that of its values.</summary>
/// <param name="Outcome">The finding.</param>
/// <param name="Computed">The MAC of the values: 128 upper-case hex digits.</param>
/// <param name="Message">The reference tool's sentence; empty when the MAC was verified or ignored.</param>
public sealed record MacVerification(MacOutcome Outcome, string Computed, string Message)
{
    /// <summary>Whether the values may be trusted, as far as that was asked.</summary>
    public bool IsAccepted => Outcome is MacOutcome.Verified or MacOutcome.Ignored;

    /// <summary>Refuses a file whose MAC is not that of its values.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MacMismatch"/>.</exception>
    public void ThrowUnlessAccepted()
    {
        if (!IsAccepted)
        {
            throw new SecretsKitException(ErrorCode.MacMismatch, Message) { Cause = new MetadataCause(Fault, Field), Problem = Problem };
        }
    }

    private const string Field = "sops.mac";

    private MetadataFault Fault => Outcome switch
    {
        MacOutcome.Missing => MetadataFault.MissingMac,
        MacOutcome.Undecryptable => MetadataFault.UndecryptableMac,
        _ => MetadataFault.WrongMac,
    };

    // Two digests of 128 digits tell people nothing.
    private string Problem => Outcome switch
    {
        MacOutcome.Missing => $"refused: there is no MAC ({Field}), so something in the file may have been changed without its key",
        MacOutcome.Undecryptable =>
            $"refused: the MAC ({Field}) does not decrypt: it or sops.lastmodified was changed without the file's key",
        _ => "refused: the MAC does not match, so something in the file was changed without its key",
    };
}
