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
        DataKeyWrapException wrap when verb == "edit" => $"Error encrypting the data key with one or more master keys: {wrap.ErrorList}",
        _ => Prefix(verb, failure.Code) + failure.Message,
    };

    private static string Prefix(string verb, ErrorCode code) => (verb, code) switch
    {
        (_, ErrorCode.FileUnreadable) => "Error reading file: ",
        (_, ErrorCode.FileUnwritable) => "",
        ("encrypt", ErrorCode.MalformedDocument or ErrorCode.UnsupportedDocument or ErrorCode.LimitExceeded) => "Error unmarshalling file: ",
        ("decrypt", ErrorCode.EmitFailed) => "Error dumping file: ",
        (_, ErrorCode.EmitFailed) => "Could not marshal tree: ",
        (_, ErrorCode.DecryptFailed) => "Error decrypting tree: ",
        (_, ErrorCode.EncryptFailed) => "Error encrypting tree: ",
        _ => "",
    };
}
