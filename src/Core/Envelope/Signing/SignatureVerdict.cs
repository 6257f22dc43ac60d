namespace SecretsKit.Core.Envelope.Signing;

/// <summary>What the check of a file's signature found.</summary>
public enum SignatureOutcome
{
    /// <summary>An allowed signer signed the file as it is.</summary>
    Valid,

    /// <summary>The file has no signature.</summary>
    Missing,

    /// <summary>What is in the place of the signature cannot be checked.</summary>
    Malformed,

    /// <summary>
    /// The signature is not that of this file: the file was changed after it was signed, or the signature comes from elsewhere.
    /// </summary>
    Altered,

    /// <summary>The file is signed as it is, by a key that the list of signers does not have.</summary>
    UnknownSigner,

    /// <summary>The file is signed as it is, by a key that is listed for other purposes.</summary>
    OtherNamespace,

    /// <summary>The file is signed as it is, by a key that is not valid now.</summary>
    OutsideValidity,
}

/// <summary>What the check of a file's signature found.</summary>
/// <param name="Outcome">The finding.</param>
/// <param name="Principals">Who signed, as the list of signers has it; empty where that is not known.</param>
/// <param name="Fingerprint">The key that signed, or claims to have; empty without a readable signature.</param>
/// <param name="Detail">What is wrong with a malformed signature; otherwise empty.</param>
public sealed record SignatureVerdict(SignatureOutcome Outcome, string Principals, string Fingerprint, string Detail)
{
    /// <summary>Whether somebody who is allowed to has signed the file as it is.</summary>
    public bool IsValid => Outcome == SignatureOutcome.Valid;
}
