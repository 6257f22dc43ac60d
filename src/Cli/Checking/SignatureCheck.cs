using SecretsKit.Cli.Reporting;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Checking;

/// <summary>
/// Checks the signatures of files that a list of signers counts for. Needs no private key. Nothing in
/// the repository can accept what it finds:
/// whoever forges a file could forge that, too.
/// </summary>
internal sealed class SignatureCheck(SignaturePolicy policy)
{
    private const string NextStep = "find out who changed it and how (git log -p FILE); if it is right, 'secretskit sign FILE' signs it";

    /// <summary>No signature.</summary>
    public static CheckRule Unsigned { get; } = new(
        "unsigned", CheckLevel.Error, "an encrypted file is not signed, and a list of signers says who must have signed it",
            NextStep) { IsFirm = true };

    /// <summary>A signature that does not hold.</summary>
    public static CheckRule Bad { get; } = new(
        "bad-signature", CheckLevel.Error, "the signature of an encrypted file does not hold", NextStep) { IsFirm = true };

    /// <summary>A signature by somebody else.</summary>
    public static CheckRule UnknownSigner { get; } = new(
        "unknown-signer", CheckLevel.Error, "an encrypted file is signed by somebody who is not allowed to",
        "if the key is that of a colleague, somebody who may add it to the list of signers does; else restore an earlier version (git " +
        "log -p FILE)") { IsFirm = true };

    /// <summary>A signature whose key is not valid now.</summary>
    public static CheckRule Expired { get; } = new(
        "signer-expired", CheckLevel.Error, "an encrypted file is signed with a key that is not valid now",
            "'secretskit sign FILE' signs it with a key that is") { IsFirm = true };

    /// <summary>A list that cannot be read.</summary>
    public static CheckRule UnreadableList { get; } = new(
        "signers-unreadable", CheckLevel.Error, "a list of signers cannot be read, so it allows no signer",
        "each line of it is PRINCIPALS [OPTIONS] KEY, as ssh-keygen(1) explains below ALLOWED SIGNERS") { IsFirm = true };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CheckRule> Rules { get; } = [Unsigned, Bad, UnknownSigner, Expired, UnreadableList];

    /// <summary>Checks a file.</summary>
    /// <returns>The signer; null if there is no valid signature, or none is required.</returns>
    public string? Check(CheckedFile file, Findings findings)
    {
        if (file.Encrypted is not { } encrypted)
        {
            return null;
        }

        try
        {
            if (policy.Check(file.FullPath, encrypted) is not var (verdict, list))
            {
                return null;
            }

            if (verdict.IsValid)
            {
                return verdict.Principals;
            }

            findings.Add(RuleOf(verdict.Outcome), file.Path, SignatureWords.Clause(verdict, list));
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.SignatureRefused)
        {
            findings.Add(UnreadableList, file.Path, failure.Problem);
        }

        return null;
    }

    private static CheckRule RuleOf(SignatureOutcome outcome) => outcome switch
    {
        SignatureOutcome.Missing => Unsigned,
        SignatureOutcome.Malformed or SignatureOutcome.Altered => Bad,
        SignatureOutcome.OutsideValidity => Expired,
        _ => UnknownSigner,
    };
}
