using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Display;

/// <summary>
/// Text from outside (files, servers, the environment, other programs) as people may see it: what a
/// terminal or a log would act on, or would not show, is written as an escape in Go's notation (<c>\n</c>, <c>\x1b</c>, <c>\u202e</c>).
/// Backslashes stay, so that escaping twice changes nothing. Linear time; text without such characters is returned as the same object.
/// </summary>
public static class DisplayText
{
    /// <summary>One field of a message: line breaks are escaped, too.</summary>
    /// <param name="text">The field; null is empty.</param>
    public static string Field(string? text) => Escape(text, keepsLineFeeds: false, keepsTabs: false);

    /// <summary>A text of several lines, such as the output of a program: line feeds and tabs stay.</summary>
    /// <param name="text">The text; null is empty.</param>
    public static string Lines(string? text) => Escape(text, keepsLineFeeds: true, keepsTabs: true);

    /// <summary>
    /// A message whose inserted texts are escaped, where the compiler would make a plain string of it: in a choice of two, for one.
    /// </summary>
    public static string Message(MessageText message) => message.ToStringAndClear();

    /// <summary>One line on its way to a stream: tabs stay, and nothing in it is a command to a build server.</summary>
    public static string SafeLine(string text) => BuildServerCommands.Neutralise(Escape(text, keepsLineFeeds: false, keepsTabs: true));

    /// <summary>Text on its way to a stream: line feeds and tabs stay, and no line of it is a command to a build server.</summary>
    public static string SafeLines(string text) => BuildServerCommands.Neutralise(Lines(text));

    /// <summary>
    /// A JSON text with invisible characters, and with what a build server would take for a command
    /// within a line, escaped as JSON does. Control characters must be escaped already.
    /// </summary>
    public static string Json(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        StringBuilder? text = null;
        var from = 0;
        for (var at = NextInJson(json, 0); at < json.Length; at = NextInJson(json, from))
        {
            text ??= new(json.Length + 16);
            text.Append(json, from, at - from);
            from = at + (char.IsHighSurrogate(json[at]) ? 2 : 1);
            foreach (var unit in json.AsSpan(at, from - at))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return text?.Append(json, from, json.Length - from).ToString() ?? json;
    }

    /// <summary>Whether a character would change how text around it is shown, or would not be seen itself.</summary>
    public static bool IsHidden(Rune rune) => rune.IsAscii ? rune.Value is < ' ' or 0x7f : IsHiddenBeyondAscii(rune);

    private static string Escape(string? text, bool keepsLineFeeds, bool keepsTabs)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var at = NextHidden(text, 0, keepsLineFeeds, keepsTabs);
        if (at == text.Length)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        for (var from = 0; ; from = at, at = NextHidden(text, at, keepsLineFeeds, keepsTabs))
        {
            escaped.Append(text, from, at - from);
            if (at == text.Length)
            {
                return escaped.ToString();
            }

            Rune.TryGetRuneAt(text, at, out var rune);
            AppendEscape(escaped, rune);
            at += rune.Utf16SequenceLength;
        }
    }

    // Outside of strings JSON has no two hashes.
    private static int NextInJson(string json, int at) =>
        Math.Min(NextHidden(json, at, keepsLineFeeds: true, keepsTabs: true), BuildServerCommands.NextWithin(json, at));

    private static int NextHidden(string text, int at, bool keepsLineFeeds, bool keepsTabs)
    {
        while (at < text.Length)
        {
            var skip = text.AsSpan(at).IndexOfAnyExceptInRange(' ', '~');
            if (skip < 0)
            {
                return text.Length;
            }

            at += skip;
            var isKept = text[at] switch
            {
                '\n' => keepsLineFeeds,
                '\t' => keepsTabs,
                _ => false,
            };
            // Half of a surrogate pair leaves us as U+FFFD, which is seen.
            if (!isKept && Rune.TryGetRuneAt(text, at, out var rune) && IsHidden(rune))
            {
                return at;
            }

            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        }

        return text.Length;
    }

    // Categories, and what Unicode's Default_Ignorable_Code_Point adds to them: fillers, joiners, variation selectors, tags.
    private static bool IsHiddenBeyondAscii(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);

    private static void AppendEscape(StringBuilder text, Rune rune) => _ = rune.Value switch
    {
        '\n' => text.Append("\\n"),
        '\r' => text.Append("\\r"),
        '\t' => text.Append("\\t"),
        '\a' => text.Append("\\a"),
        '\b' => text.Append("\\b"),
        '\f' => text.Append("\\f"),
        '\v' => text.Append("\\v"),
        < 0x80 => text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
        < 0x10000 => text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };
}
