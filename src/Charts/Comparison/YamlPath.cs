using System.Buffers;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Comparison;

/// <summary>
/// Where a line is in a block of YAML, found by the indentation above it: a heading for people, which need not be exact.
/// </summary>
internal static class YamlPath
{
    // What begins something else than a plain key.
    private static readonly SearchValues<byte> NoKey = SearchValues.Create("{[&*!|>%@`"u8);

    /// <summary>The keys that enclose a line, outermost first; an item of a list by its name if that comes first in it.</summary>
    public static string Above(IReadOnlyList<ByteString> lines, int at)
    {
        if (at >= lines.Count)
        {
            return "";
        }

        var parts = new List<string>();
        var column = Indent(lines[at].Span);

        // The dashes of a list may stand as far left as the key that holds it.
        var isItem = IsDash(lines[at].Span, column);
        for (var i = at - 1; i >= 0 && (column > 0 || isItem); i--)
        {
            var line = lines[i].Span;
            var own = Indent(line);
            if (own == line.Length || line[own] == '#' || own > column || (own == column && !(isItem && !IsDash(line, own))))
            {
                continue;
            }

            if (!IsDash(line, own))
            {
                if (Key(line[own..]) is { Length: > 0 } key)
                {
                    parts.Add("." + key);
                    (column, isItem) = (own, false);
                }

                continue;
            }

            var content = line[Math.Min(own + 2, line.Length)..];
            var first = Key(content);
            if (own + 2 < column && first.Length > 0 && content.EndsWith(":"u8))
            {
                parts.Add("." + first);
            }

            parts.Add(first == "name" ? $"[{Scalar(content["name:".Length..])}]" : "[]");
            (column, isItem) = (own, true);
        }

        parts.Reverse();
        return string.Concat(parts).TrimStart('.');
    }

    private static int Indent(ReadOnlySpan<byte> line)
    {
        var indent = line.IndexOfAnyExcept((byte)' ');
        return indent < 0 ? line.Length : indent;
    }

    private static bool IsDash(ReadOnlySpan<byte> line, int at) => at < line.Length
        && line[at] == '-'
        && (at + 1 == line.Length || line[at + 1] == ' ');

    private static string Key(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf(": "u8);
        end = end < 0 && text.EndsWith(":"u8) ? text.Length - 1 : end;
        return end <= 0 || text[..end].IndexOfAny(NoKey) >= 0 ? "" : Encoding.UTF8.GetString(text[..end]).Trim('"', '\'');
    }

    private static string Scalar(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text).Trim(' ', '"', '\'', '\r');
}
