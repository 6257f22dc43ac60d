using SecretsKit.Cli.Sops;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets;

/// <summary>A failure whose message is all that helm-secrets prints about it.</summary>
internal sealed class HelmSecretsFailure : SecretsKitException
{
    private HelmSecretsFailure(ErrorCode code, string text, Exception? inner)
        : base(code, text, inner)
    {
    }

    /// <summary>Lines of the plugin's own.</summary>
    public static HelmSecretsFailure Of(ErrorCode code, params IEnumerable<string> messages) => new(code, string.Join('\n', messages.Select(Line)), null);

    /// <summary>What the program below printed while decrypting, and the plugin's lines below.</summary>
    public static HelmSecretsFailure Of(ErrorCode code, SecretsKitException cause, params IEnumerable<string> messages) =>
        new(code, string.Join('\n', messages.Select(Line).Prepend(cause is HelmSecretsFailure ? cause.Message : SopsMessages.For("decrypt", cause))), cause);

    private static string Line(string message) => "[helm-secrets] " + message;
}
