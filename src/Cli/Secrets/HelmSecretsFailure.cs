using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Sops;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets;

/// <summary>A failure whose message is all that helm-secrets prints about it.</summary>
internal sealed class HelmSecretsFailure : SecretsKitException, IDecryptionFailure
{
    private HelmSecretsFailure(ErrorCode code, string text, Exception? inner)
        : base(code, text, inner)
    {
    }

    /// <summary>The file that did not decrypt, as typed; null where the failure is about none.</summary>
    public string? File { get; private init; }

    /// <inheritdoc/>
    public SecretsKitException? Failure => InnerException as SecretsKitException;

    /// <summary>A file does not decrypt: what sops says of it, and the plugin's line below.</summary>
    public static HelmSecretsFailure Decrypting(string file, SecretsKitException cause)
    {
        var failure = Of(cause.Code, cause, $"Error while decrypting file: {file}");
        return new(failure.Code, failure.Message, cause) { File = file };
    }

    /// <summary>Lines of the plugin's own.</summary>
    public static HelmSecretsFailure Of(ErrorCode code, params IEnumerable<string> messages) =>
        new(code, string.Join('\n', messages.Select(Line)), null);

    /// <summary>What the program below printed while decrypting, and the plugin's lines below.</summary>
    public static HelmSecretsFailure Of(ErrorCode code, SecretsKitException cause, params IEnumerable<string> messages) =>
        new(
            code,
            string.Join(
                '\n', messages.Select(Line).Prepend(cause is HelmSecretsFailure ? cause.Message : SopsMessages.For("decrypt", cause))),
            cause);

    private static string Line(string message) => "[helm-secrets] " + DisplayText.Field(message);
}
