using System.Text;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Testing;

/// <summary>A person at a terminal who types what is given, answer by answer; nobody when nothing is left.</summary>
public sealed class ScriptedTerminal(params string[] answers) : IPassphrasePrompt, ITerminalQuestions
{
    private readonly Queue<string> _answers = new(answers);

    /// <summary>What was asked, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <inheritdoc/>
    public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken) =>
        AskAsync(new TerminalQuestion(prompt, AnswerMode.Hidden), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SecretBytes?> AskAsync(TerminalQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Add(question.Text);
        return new(_answers.TryDequeue(out var answer) ? new SecretBytes(Encoding.UTF8.GetBytes(answer)) : null);
    }
}
