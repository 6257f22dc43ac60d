namespace SecretsKit.Charts.UnitTesting.Rendering;

/// <summary>Which template a failure of rendering is about, and what of its message is meant for people.</summary>
/// <param name="Path">The template's; null where the failure is about none.</param>
/// <param name="Message">For a text of several lines the last of them, as the reference does.</param>
internal readonly record struct FailedTemplate(string? Path, string Message)
{
    private const string Failing = "execution error at (";
    private const string Parsing = "parse error at (";
    private const string Executing = "template: ";

    /// <summary>Reads the message of a failure.</summary>
    public static FailedTemplate Parse(string message)
    {
        foreach (var start in (string[])[Failing, Parsing])
        {
            var at = message.LastIndexOf(start, StringComparison.Ordinal);
            if (at >= 0 && message.IndexOf("): ", at, StringComparison.Ordinal) is var end and >= 0)
            {
                return new(WithoutPlace(message[(at + start.Length)..end]), LastLine(message[(end + 3)..]));
            }
        }

        return message.StartsWith(Executing, StringComparison.Ordinal)
            && message.IndexOf(": executing", StringComparison.Ordinal) is var place and >= 0
            ? new(WithoutPlace(message[Executing.Length..place]), LastLine(message))
            : new(null, message);
    }

    private static string WithoutPlace(string text) => text.IndexOf(':', StringComparison.Ordinal) is var at and >= 0 ? text[..at] : text;

    private static string LastLine(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        return lines[^1];
    }
}
