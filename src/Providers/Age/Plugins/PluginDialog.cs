using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Providers.Age.Plugins;

/// <summary>Puts the questions of plugins to a person. Null answers mean that there was no one to ask.</summary>
internal sealed class PluginDialog(IPassphrasePrompt prompt, Action<string>? show)
{
    private readonly ITerminalQuestions? _questions = prompt as ITerminalQuestions;

    /// <summary>Shows a message, where messages are wanted.</summary>
    public void Show(string plugin, string text) => show?.Invoke($"{plugin} plugin: {text}");

    /// <summary>Asks for a line.</summary>
    public async ValueTask<SecretBytes?> AskAsync(string text, AnswerMode mode, CancellationToken ct)
    {
        if (_questions is not null)
        {
            return await _questions.AskAsync(new TerminalQuestion(text + " ", mode), ct);
        }

        return mode == AnswerMode.Hidden ? await prompt.AskAsync(text + " ", ct) : null;
    }

    /// <summary>Asks for one of two answers, or for a consent that cannot be refused.</summary>
    public async ValueTask<bool?> ConfirmAsync(string text, string yes, string? no, CancellationToken ct)
    {
        if (_questions is null)
        {
            return null;
        }

        var question = no is null
            ? new TerminalQuestion($"{text} (press enter for \"{yes}\") ", AnswerMode.Key, "\n")
            : new TerminalQuestion($"{text} (press [1] for \"{yes}\" or [2] for \"{no}\") ", AnswerMode.Key, "12");
        using var answer = await _questions.AskAsync(question, ct);
        return answer is null ? null : answer.Span[0] != (byte)'2';
    }
}
