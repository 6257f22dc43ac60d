using System.Text;

namespace SecretsKit.Sync.Templates;

/// <summary>
/// A block of PEM as Go reads and writes them: what is no whole block is passed over. Not a record: it may hold a secret.
/// </summary>
/// <param name="type">What is after BEGIN.</param>
/// <param name="headers">The lines before the content, by their names.</param>
/// <param name="content">The decoded content.</param>
internal sealed class PemText(string type, SortedDictionary<string, string> headers, byte[] content)
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const string FirstHeader = "Proc-Type";
    private const int Columns = 64;

    /// <summary>What is after BEGIN.</summary>
    public string Type { get; } = type;

    /// <summary>The first block of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rest">What comes behind it; the whole text if there is none.</param>
    /// <returns>Null if there is none.</returns>
    public static PemText? Next(string text, out string rest)
    {
        rest = text;
        for (var at = 0; at <= text.Length;)
        {
            var begin = string.CompareOrdinal(text, at, Begin, 0, Begin.Length) == 0
                ? at : text.IndexOf("\n" + Begin, at, StringComparison.Ordinal);
            if (begin < 0)
            {
                return null;
            }

            var (line, next) = Line(text, begin + (text[begin] == '\n' ? 1 : 0));
            at = next;
            if (line.EndsWith(Dashes, StringComparison.Ordinal) && line.Length >= Begin.Length + Dashes.Length
                && TryRead(text, line[Begin.Length..^Dashes.Length], ref next) is { } block)
            {
                rest = text[next..];
                return block;
            }

            at = Math.Max(at, begin + 1);
        }

        return null;
    }

    /// <summary>The block as a text.</summary>
    public string Write()
    {
        var text = new StringBuilder($"{Begin}{Type}{Dashes}\n");
        if (headers.Count > 0)
        {
            foreach (var (name, value) in headers.OrderBy(header => header.Key != FirstHeader))
            {
                text.Append(name).Append(": ").Append(value).Append('\n');
            }

            text.Append('\n');
        }

        foreach (var line in Convert.ToBase64String(content).Chunk(Columns))
        {
            text.Append(line).Append('\n');
        }

        return text.Append(End).Append(Type).Append(Dashes).Append('\n').ToString();
    }

    /// <summary>The type, never the content.</summary>
    public override string ToString() => $"PemText({Type})";

    private static PemText? TryRead(string text, string type, ref int next)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var at = next;
        while (at < text.Length && Line(text, at) is var (line, after) && line.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            at = after;
        }

        // Without headers the content may be empty.
        var end = headers.Count == 0 && string.CompareOrdinal(text, at, End, 0, End.Length) == 0
            ? at - 1 : text.IndexOf("\n" + End, at, StringComparison.Ordinal);
        if (end < at - 1 || end < 0)
        {
            return null;
        }

        var (last, behind) = Line(text, end + 1);
        var buffer = new byte[Math.Max(0, end - at)];
        if (last != $"{End}{type}{Dashes}"
            || !Convert.TryFromBase64Chars(end > at ? text.AsSpan(at, end - at) : [], buffer, out var length))
        {
            return null;
        }

        next = behind;
        return new(type, headers, buffer[..length]);
    }

    // A line without the blanks at its end, and where the next begins.
    private static (string Line, int Next) Line(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? (text[at..].TrimEnd(' ', '\t', '\r'), text.Length) : (text[at..end].TrimEnd(' ', '\t', '\r'), end + 1);
    }
}
