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

    /// <summary>One line of the plugin's own.</summary>
    public static HelmSecretsFailure Of(ErrorCode code, string message) => new(code, Line(message), null);

    /// <summary>What sops printed, and the plugin's lines below.</summary>
    public static HelmSecretsFailure Behind(SecretsKitException failure, string sopsVerb, params IEnumerable<string> messages) =>
        new(failure.Code, string.Join('\n', messages.Select(Line).Prepend(SopsMessages.For(sopsVerb, failure))), failure);

    private static string Line(string message) => "[helm-secrets] " + message;
}
