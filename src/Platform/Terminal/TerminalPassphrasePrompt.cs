using SecretsKit.Core.Secrets;

namespace SecretsKit.Platform.Terminal;

/// <summary>
/// Asks on the controlling terminal (<c>/dev/tty</c>; the console on Windows), never on the standard streams, which may carry data.
/// Its settings are put back on every way out, signals included, and around suspension.
/// </summary>
public sealed class TerminalPassphrasePrompt : IPassphrasePrompt
{
    /// <inheritdoc/>
    public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<SecretBytes?>(Task.Run(
            () => OperatingSystem.IsWindows() ? WindowsPrompt.Ask(prompt) : UnixPrompt.Ask(prompt, cancellationToken),
            CancellationToken.None));
    }
}
