using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Framework;

/// <summary>Takes the status line away while somebody is asked.</summary>
internal class ClearedPrompt : IPassphrasePrompt
{
    private readonly IPassphrasePrompt _inner;
    private readonly TerminalOutput _terminal;

    private ClearedPrompt(IPassphrasePrompt inner, TerminalOutput terminal) => (_inner, _terminal) = (inner, terminal);

    /// <summary>A prompt that can do what the inner one can.</summary>
    public static IPassphrasePrompt Over(IPassphrasePrompt inner, TerminalOutput terminal) =>
        inner is ITerminalQuestions questions ? new WithQuestions(inner, questions, terminal) : new ClearedPrompt(inner, terminal);

    /// <inheritdoc/>
    public async ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken)
    {
        using var pause = _terminal.PauseStatus();
        return await _inner.AskAsync(prompt, cancellationToken);
    }

    private sealed class WithQuestions(IPassphrasePrompt inner, ITerminalQuestions questions, TerminalOutput terminal) : ClearedPrompt(
        inner, terminal), ITerminalQuestions
    {
        public async ValueTask<SecretBytes?> AskAsync(TerminalQuestion question, CancellationToken cancellationToken)
        {
            using var pause = _terminal.PauseStatus();
            return await questions.AskAsync(question, cancellationToken);
        }
    }
}
