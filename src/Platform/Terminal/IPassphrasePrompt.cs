using SecretsKit.Core.Secrets;

namespace SecretsKit.Platform.Terminal;

/// <summary>Asks a person for a passphrase.</summary>
public interface IPassphrasePrompt
{
    /// <summary>Shows <paramref name="prompt"/> as it is and reads one line without echo.</summary>
    /// <returns>
    /// The line without its end, given away: the caller disposes it. <see langword="null"/> if there is
    /// no terminal to ask on, or its input ended.
    /// </returns>
    /// <exception cref="OperationCanceledException">The token fired; the terminal is as it was before.</exception>
    ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken);
}
