using SecretsKit.Core.Secrets;

namespace SecretsKit.Platform.Terminal;

/// <summary>How an answer is typed.</summary>
public enum AnswerMode
{
    /// <summary>A line that is not shown.</summary>
    Hidden,

    /// <summary>A line that is shown.</summary>
    Visible,

    /// <summary>One key, which is not shown.</summary>
    Key,
}

/// <summary>A question to a person at the terminal.</summary>
/// <param name="Text">Shown as it is, the space before the answer included.</param>
/// <param name="Mode">How the answer is typed.</param>
/// <param name="Keys">For <see cref="AnswerMode.Key"/>: the ASCII keys that are answers, LF for Enter. Others are passed over.</param>
public sealed record TerminalQuestion(string Text, AnswerMode Mode, string Keys = "");

/// <summary>What a prompt may offer beyond passphrases: a dialogue that leaves no trace on the screen.</summary>
public interface ITerminalQuestions
{
    /// <summary>Asks, and removes question and answer from the screen.</summary>
    /// <returns>
    /// The line without its end or the byte of the key, given away. <see langword="null"/> if there is
    /// no terminal to ask on, or its input ended.
    /// </returns>
    /// <exception cref="OperationCanceledException">The token fired; the terminal is as it was before.</exception>
    ValueTask<SecretBytes?> AskAsync(TerminalQuestion question, CancellationToken cancellationToken);
}
