using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Signing;

/// <summary>What the checks of signatures found, in words for people.</summary>
internal static class SignatureWords
{
    /// <summary>The refusal of a file.</summary>
    /// <param name="verdict">Why.</param>
    /// <param name="list">The list that says who may sign.</param>
    /// <param name="file">The file as typed; empty for one without a name.</param>
    public static SecretsKitException Refusal(SignatureVerdict verdict, SignersList list, string file) =>
        new(ErrorCode.SignatureRefused, "refused: " + Clause(verdict, list)) { Hint = Hint(file) };

    /// <summary>A finding as a clause.</summary>
    public static string Clause(SignatureVerdict verdict, SignersList list) => verdict.Outcome switch
    {
        SignatureOutcome.Valid => $"the file is signed by {verdict.Principals} ({verdict.Fingerprint})",
        SignatureOutcome.Missing => $"the file is not signed, and {list.Path} says who must have signed it",
        SignatureOutcome.Malformed => $"the signature of the file cannot be checked: {verdict.Detail}",
        SignatureOutcome.Altered =>
            "the signature does not hold: the file was changed after it was signed, or the signature is that of another file",
        SignatureOutcome.OtherNamespace =>
            $"the file is signed by {verdict.Principals} ({verdict.Fingerprint}), whom {list.Path} allows to sign for other purposes " +
            $"than '{FileSignature.Namespace}'",
        SignatureOutcome.OutsideValidity =>
            $"the file is signed by {verdict.Principals} ({verdict.Fingerprint}), whose key is not valid now according to {list.Path}",
        _ => $"the file is signed with the key {verdict.Fingerprint}, which {list.Path} does not list",
    };

    /// <summary>The name of a finding for programs.</summary>
    public static string Name(SignatureOutcome outcome) => outcome switch
    {
        SignatureOutcome.Valid => "valid",
        SignatureOutcome.Missing => "missing",
        SignatureOutcome.Malformed => "malformed",
        SignatureOutcome.Altered => "altered",
        SignatureOutcome.OtherNamespace => "other-namespace",
        SignatureOutcome.OutsideValidity => "outside-validity",
        _ => "unknown-signer",
    };

    /// <summary>What to do about a file that is refused.</summary>
    /// <param name="file">As typed; empty for one without a name.</param>
    public static string Hint(string file)
    {
        var name = file.Length == 0 ? "FILE" : file;
        return $"find out who changed it and how (git log -p {name}; 'secretskit view' shows the values); "
            + $"if it is right, 'secretskit sign {name}' signs it";
    }
}
