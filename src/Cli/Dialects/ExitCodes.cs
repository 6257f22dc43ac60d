using SecretsKit.Cli.Execution;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Dialects;

/// <summary>Whose published exit codes a command line answers with.</summary>
internal enum Dialect
{
    /// <summary>
    /// Our own verbs: 0 ok, 1 failure, 2 differences (only when asked for), 64 usage, 126 and 127 a
    /// command that cannot be run, 130 cancelled.
    /// </summary>
    SecretsKit,

    /// <summary>The sops command line (spec sops.md 10.9).</summary>
    Sops,

    /// <summary>The helm-secrets command line: 0 or 1, and sops's own code from the editor.</summary>
    HelmSecrets,

    /// <summary>The helm command line: 0 or 1.</summary>
    Helm,

    /// <summary>The kubeconform command line: 0 or 1.</summary>
    Kubeconform,
}

/// <summary>The one place that knows exit codes: a total map from (dialect, verb, error code).</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Our own verbs: there is a difference, or a finding, and it was asked whether there is one.</summary>
    public const int Differences = 2;

    /// <summary>Our own verbs: what was reviewed is not what there is any more.</summary>
    public const int Changed = 3;

    /// <summary>The code of a failure.</summary>
    /// <param name="dialect">Whose numbers count.</param>
    /// <param name="verb">The verb as typed in that dialect, <c>""</c> before one is known.</param>
    /// <param name="code">What went wrong.</param>
    public static int For(Dialect dialect, string verb, ErrorCode code) => dialect switch
    {
        Dialect.Sops => Sops(verb, code),
        Dialect.Helm or Dialect.Kubeconform => code == ErrorCode.Cancelled ? 130 : 1,
        Dialect.HelmSecrets => verb == "edit" ? Sops(verb, code) : 1,
        _ => code switch
        {
            ErrorCode.Usage or ErrorCode.ConflictingOptions or ErrorCode.NoInput => 64,
            ErrorCode.Unmodified => 0,
            ErrorCode.Cancelled => 130,
            ErrorCode.StateChanged => Changed,

            // As env(1) and shells: nothing of the command has run.
            ErrorCode.ProgramNotFound => 127,
            ErrorCode.ProgramNotExecutable => 126,
            _ => 1,
        },
    };

    /// <summary>What we end with after a command that ran for the user: its own status, or the mark of the signal that ended it.</summary>
    /// <param name="dialect">Whose numbers count: sops says 255 for every signal, we 128 and its number as shells do.</param>
    /// <param name="end">How it ended.</param>
    public static int For(Dialect dialect, ChildEnd end) => end.Signal switch
    {
        null => end.ExitCode,
        { } signal => dialect == Dialect.Sops ? 255 : 128 + signal,
    };

    private static int Sops(string verb, ErrorCode code) => code switch
    {
        ErrorCode.General or ErrorCode.Usage or ErrorCode.MetadataNotFound or ErrorCode.MalformedMetadata => 1,
        ErrorCode.ConfigNotFound or ErrorCode.MalformedConfig or ErrorCode.UntrustedConfig => 1,
        ErrorCode.NoMatchingRule or ErrorCode.OutsideRule or ErrorCode.PathNotFound or ErrorCode.MergeConflict => 1,
        ErrorCode.ProcessFailed or ErrorCode.ProgramNotFound or ErrorCode.ProgramNotExecutable => 1,
        ErrorCode.MalformedTemplate or ErrorCode.TemplateFailed or ErrorCode.UserUnavailable => 1,
        ErrorCode.StateChanged or ErrorCode.SignatureRefused or ErrorCode.SigningFailed or ErrorCode.ProviderFailed => 1,
        ErrorCode.FileUnreadable => 2,
        // A file that does not parse is a read error where it is plain, a general one where it should be encrypted.
        ErrorCode.MalformedDocument or ErrorCode.UnsupportedDocument or ErrorCode.LimitExceeded => verb == "encrypt" ? 2 : 1,
        ErrorCode.FileUnwritable or ErrorCode.FileChanged => 3,
        ErrorCode.EmitFailed => 4,
        ErrorCode.EncryptionContext => 6,
        ErrorCode.ConflictingOptions => 8,
        ErrorCode.EncryptFailed => 23,
        ErrorCode.DecryptFailed => 25,
        ErrorCode.MacMismatch => 51,
        ErrorCode.MalformedValue => 7,
        ErrorCode.MalformedPath => verb is "set" or "unset" ? 7 : 91,
        ErrorCode.EmptyDocument => 92,
        ErrorCode.NoInput => verb is "groups" or "exec-env" or "exec-file" ? 1 : 100,
        ErrorCode.FileNotFound => verb switch
        {
            "rotate" or "set" or "unset" or "groups" or "exec-env" or "exec-file" => 2,
            "updatekeys" or "filestatus" => 1,
            _ => 100,
        },
        ErrorCode.KeysOnMissingFile => 49,
        ErrorCode.DecryptionOrder => 112,
        ErrorCode.KeyWrapFailed => verb == "edit" ? 128 : 1,
        ErrorCode.KeyUnrecoverable => verb == "groups" ? 1 : 128,
        ErrorCode.Cancelled => 130,
        ErrorCode.Unmodified => 200,
        ErrorCode.EditorFailed => 201,
        ErrorCode.VersionUnreadable => verb == "edit" ? 202 : 1,
        ErrorCode.AlreadyEncrypted => 203,
        _ => throw new System.Diagnostics.UnreachableException($"no exit code for {code}"),
    };
}
