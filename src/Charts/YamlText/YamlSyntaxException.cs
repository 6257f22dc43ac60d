using SecretsKit.Charts.YamlText.Scanning;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.YamlText;

/// <summary>A text that is no YAML, with what was being read and where it failed.</summary>
internal sealed class YamlSyntaxException : SecretsKitException
{
    /// <summary>A failure.</summary>
    /// <param name="context">What was being read, or null.</param>
    /// <param name="contextMark">Where that began.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="mark">Where.</param>
    public YamlSyntaxException(string? context, TextMark? contextMark, string problem, TextMark mark)
        : base(ErrorCode.MalformedDocument, $"line {mark.Line + 1}, column {mark.Column + 1}: {problem}")
    {
        Context = context;
        ContextMark = contextMark;
        Words = problem;
        Mark = mark;
    }

    /// <summary>What was being read, or null.</summary>
    public string? Context { get; }

    /// <summary>Where that began, if it is known.</summary>
    public TextMark? ContextMark { get; }

    /// <summary>What is wrong.</summary>
    public string Words { get; }

    /// <summary>Where.</summary>
    public TextMark Mark { get; }

    /// <summary>
    /// The whole report as the reference's library prints it: what was read, what is wrong, and the line with a caret under it.
    /// </summary>
    /// <param name="text">The text that was read.</param>
    public string Report(string text)
    {
        var lines = new List<string>();
        if (Context is not null)
        {
            lines.Add(Context);
        }

        if (ContextMark is { } began && (began.Line != Mark.Line || began.Column != Mark.Column))
        {
            lines.AddRange(Place(text, began));
        }

        lines.Add(Words);
        lines.AddRange(Place(text, Mark));
        return string.Join('\n', lines);
    }

    private static string[] Place(string text, TextMark mark)
    {
        var start = mark.Index;
        while (start > 0 && text[start - 1] is not ('\n' or '\r' or '\0'))
        {
            start--;
        }

        var end = mark.Index;
        while (end < text.Length && text[end] is not ('\n' or '\r' or '\0'))
        {
            end++;
        }

        return
        [
            $"  in \"<unicode string>\", line {mark.Line + 1}, column {mark.Column + 1}:",
            "    " + text[start..end],
            new string(' ', 4 + mark.Index - start) + "^",
        ];
    }
}
