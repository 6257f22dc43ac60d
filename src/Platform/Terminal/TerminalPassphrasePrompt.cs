using SecretsKit.Core.Secrets;

namespace SecretsKit.Platform.Terminal;

/// <summary>
/// Asks on the controlling terminal (<c>/dev/tty</c>; the console on Windows), never on the standard streams, which may carry data.
/// Its settings are put back on every way out, signals included, and around suspension.
/// </summary>
public sealed class TerminalPassphrasePrompt : IPassphrasePrompt, ITerminalQuestions
{
    /// <inheritdoc/>
    public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Ask(new TerminalQuestion(prompt, AnswerMode.Hidden), after: "", cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<SecretBytes?> AskAsync(TerminalQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);

        // A line ends with its echoed LF; a key does not, and the cursor goes back up from the line below in either case.
        return Ask(question, after: (question.Mode == AnswerMode.Key ? "\n" : "") + "\e[F\e[K", cancellationToken);
    }

    private static ValueTask<SecretBytes?> Ask(TerminalQuestion question, string after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<SecretBytes?>(Task.Run(
            () => OperatingSystem.IsWindows() ? WindowsPrompt.Ask(question) : UnixPrompt.Ask(question, after, cancellationToken),
            CancellationToken.None));
    }
}
