using System.Text;
using SecretsKit.Core.Display;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Platform.Terminal;

/// <summary>
/// The two output streams of a run: data on the one, words for people on the other. A line is one line,
/// whatever is in it: control and invisible characters are escaped and commands to build servers neutralised (<see cref="DisplayText"/>),
/// since names of files and keys may come from strangers. Before that it is cleared of what the scope of the run knows as decrypted. Safe
/// for several threads, line by line.
/// </summary>
/// <param name="output">The data stream.</param>
/// <param name="outputFeatures">What it can show.</param>
/// <param name="error">The stream for people.</param>
/// <param name="errorFeatures">What it can show.</param>
/// <param name="redaction">What no line may show; lent.</param>
public sealed class TerminalOutput(
    Stream output, TerminalFeatures outputFeatures, Stream error, TerminalFeatures errorFeatures, RedactionScope redaction)
{
    private const string Reset = "\e[0m";

    private readonly Lock _gate = new();
    private string[] _status = [];
    private int _shown;
    private int _above;
    private int _pauses;
    private int _folds;

    /// <summary>What the data stream can show.</summary>
    public TerminalFeatures OutputFeatures { get; } = outputFeatures;

    /// <summary>What the stream for people can show.</summary>
    public TerminalFeatures ErrorFeatures { get; } = errorFeatures;

    /// <summary>How much is said. Default: what most people want to know.</summary>
    public Verbosity Verbosity { get; set; }

    /// <summary>Writes a line of text for people on the data stream, as verbs do whose output is a report.</summary>
    public void Print(string line, TextStyle style = TextStyle.Plain) => Print(MaskedText.Of(redaction, line), style);

    /// <summary>The same for a line that holds no secret, or one that was asked for.</summary>
    public void Print(MaskedText line, TextStyle style = TextStyle.Plain) => WriteLine(output, OutputFeatures, line, style);

    /// <summary>Writes a line on standard error.</summary>
    public void Say(string line, TextStyle style = TextStyle.Plain) => Say(MaskedText.Of(redaction, line), style);

    /// <summary>The same for a line that holds no secret.</summary>
    public void Say(MaskedText line, TextStyle style = TextStyle.Plain)
    {
        if (Verbosity != Verbosity.Quiet || style is TextStyle.Warning or TextStyle.Bad)
        {
            WriteLine(error, ErrorFeatures, line, style);
        }
    }

    /// <summary>Writes a text on standard error whose line breaks are our own.</summary>
    public void SayLines(string text, TextStyle style = TextStyle.Plain) =>
        WriteStyled(error, ErrorFeatures, DisplayText.SafeLines(redaction.Redact(text)), style);

    /// <summary>
    /// Writes lines on standard error that belong together, below a title, so that a build server folds them; nothing comes between them.
    /// </summary>
    /// <param name="folding">The build server.</param>
    /// <param name="title">One line.</param>
    /// <param name="lines">A text whose line breaks are our own.</param>
    /// <param name="time">The time, which some build servers want to know.</param>
    public void SayFolded(LogFolding folding, string title, string lines, DateTimeOffset time)
    {
        lock (_gate)
        {
            _folds++;
            var name = DisplayText.SafeLine(redaction.Redact(title));
            var text = DisplayText.SafeLines(redaction.Redact(lines));
            var end = LogFoldings.End(folding, _folds, time);
            var shown = $"{LogFoldings.Begin(folding, name, _folds, time)}\n{text}\n{(end is null ? "" : end + "\n")}";
            EraseStatus();
            error.Write(Encoding.UTF8.GetBytes(shown));
            error.Flush();
            DrawStatus();
        }
    }

    /// <summary>Sends lines that are buffered to the data stream on their way.</summary>
    public void Flush() => output.Flush();

    /// <summary>Writes the next step for the reader on standard error, as <c>hint: ...</c>; nothing for none.</summary>
    public void Hint(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Say("hint: " + text, TextStyle.Quiet);
        }
    }

    /// <summary>Writes a line on standard error only if a person watches: in a pipe or a log it would be noise.</summary>
    public void Progress(string line)
    {
        if (ErrorFeatures.IsTerminal)
        {
            Say(line, TextStyle.Quiet);
        }
    }

    /// <summary>
    /// Shows what is being done in one line at the bottom of a terminal, which lines that are written push
    /// down; nothing elsewhere. Cut to the width.
    /// </summary>
    /// <param name="text">The line; empty clears it.</param>
    public void Status(string text) => Status(text.Length == 0 ? [] : [text]);

    /// <summary>
    /// Shows what is being done in several lines at the bottom of a terminal; only the first where the cursor cannot be moved.
    /// Each is cut to the width.
    /// </summary>
    /// <param name="lines">The lines, fewer than the terminal has; none clears them.</param>
    public void Status(IReadOnlyList<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (ErrorFeatures.IsTerminal)
        {
            string[] cleared = [.. lines.Take(ErrorFeatures.MovesCursor ? lines.Count : 1).Select(redaction.Redact)];
            lock (_gate)
            {
                _status = cleared;
                DrawStatus();
            }
        }
    }

    /// <summary>Keeps the status line away while others write to the terminal, until the result is disposed.</summary>
    public IDisposable PauseStatus() => new Pause(this);

    private void WriteLine(Stream stream, TerminalFeatures features, MaskedText line, TextStyle style) =>
        WriteStyled(stream, features, DisplayText.SafeLine(line.Text), style);

    private void WriteStyled(Stream stream, TerminalFeatures features, string text, TextStyle style)
    {
        var code = features.Colour ? Code(style) : null;
        var bytes = Encoding.UTF8.GetBytes(code is null ? text + "\n" : code + text + Reset + "\n");
        lock (_gate)
        {
            EraseStatus();
            stream.Write(bytes);
            stream.Flush();
            DrawStatus();
        }
    }

    // Blanks instead of an escape sequence for one line: every terminal knows them.
    private void EraseStatus()
    {
        if (_shown > 0 || _above > 0)
        {
            var above = string.Concat(Enumerable.Repeat("\e[A\e[K", _above));
            error.Write(Encoding.UTF8.GetBytes($"\r{new string(' ', _shown)}\r{above}"));
            error.Flush();
            (_shown, _above) = (0, 0);
        }
    }

    private void DrawStatus()
    {
        EraseStatus();
        if (_status.Length == 0 || _pauses > 0)
        {
            return;
        }

        var most = Math.Max(1, ErrorFeatures.Width - 1);
        var lines = _status.Select(DisplayText.Field).Select(text => text.Length <= most ? text : text[..(most - 1)] + "…").ToList();
        error.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        error.Flush();
        (_shown, _above) = (lines[^1].Length, lines.Count - 1);
    }

    private static string? Code(TextStyle style) => style switch
    {
        TextStyle.Strong => "\e[1m",
        TextStyle.Quiet => "\e[2m",
        TextStyle.Good => "\e[32m",
        TextStyle.Warning => "\e[33m",
        TextStyle.Bad => "\e[31m",
        _ => null,
    };

    private sealed class Pause : IDisposable
    {
        private readonly TerminalOutput _terminal;

        public Pause(TerminalOutput terminal)
        {
            _terminal = terminal;
            Change(1);
        }

        public void Dispose() => Change(-1);

        private void Change(int by)
        {
            lock (_terminal._gate)
            {
                _terminal._pauses += by;
                _terminal.DrawStatus();
            }
        }
    }
}
