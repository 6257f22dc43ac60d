using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>The sentences that the reference puts around a cause, by verb and kind of failure.</summary>
internal static class SopsMessages
{
    /// <summary>The whole text for stderr, without the last line break.</summary>
    public static string For(string verb, SecretsKitException failure) => failure switch
    {
        DataKeyUnrecoverableException report => RecoveryReport.Render(report),
        DataKeyWrapException wrap when verb == "updatekeys" => $"error updating one or more master keys: {wrap.ErrorList}",
        DataKeyWrapException wrap when verb == "edit" => $"Error encrypting the data key with one or more master keys: {wrap.ErrorList}",
        _ => Prefix(verb, failure.Code) + failure.Message,
    };

    /// <summary>
    /// A failure that the reference logs at the level <c>fatal</c> instead of printing it: the name of its
    /// logger and the text; null for the others.
    /// </summary>
    public static (string Logger, string Text)? Fatal(string verb, SecretsKitException failure) => (verb, failure.Code) switch
    {
        (_, ErrorCode.NoInput) => null,
        (_, ErrorCode.UserUnavailable) => ("EXEC", failure.Message),
        ("filestatus", _) =>
            ("CMD", $"cannot check file status: cannot load encrypted file: {Prefix(verb, failure.Code)}{failure.Message}"),
        ("publish", ErrorCode.UnsupportedDocument) when failure is not DocumentException => ("CMD", failure.Message),
        ("groups", not (ErrorCode.FileNotFound or ErrorCode.FileUnreadable)) => ("CMD", failure.Message),
        _ => null,
    };

    private static string Prefix(string verb, ErrorCode code) => (verb, code) switch
    {
        (not ("encrypt" or "decrypt" or "edit" or "-r"), ErrorCode.FileNotFound) => "Error reading file: ",
        (_, ErrorCode.FileUnreadable) => "Error reading file: ",
        (_, ErrorCode.FileUnwritable) => "",
        ("encrypt", ErrorCode.MalformedDocument or ErrorCode.UnsupportedDocument or ErrorCode.LimitExceeded) =>
            "Error unmarshalling file: ",
        ("decrypt", ErrorCode.EmitFailed) => "Error dumping file: ",
        (_, ErrorCode.EmitFailed) => "Could not marshal tree: ",
        (_, ErrorCode.DecryptFailed) => "Error decrypting tree: ",
        (_, ErrorCode.EncryptFailed) => "Error encrypting tree: ",
        _ => "",
    };
}
