using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Detection;

/// <summary>
/// Walks through lines of names and values (<c>NAME=value</c>, <c>name: value</c>, <c>"name":
/// "value",</c>): dotenv, INI, properties, TOML, and documents that do not parse, such as templates. It never
/// fails; what is no assignment is passed over.
/// </summary>
internal sealed class LineWalk(IValueVisitor visitor)
{
    private const int LongestName = 100;

    private readonly KeyPath _path = new();
    private ByteString _named;

    /// <summary>Walks through a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="firstLine">The number of its first line.</param>
    public void Run(ReadOnlyMemory<byte> text, int firstLine = 1)
    {
        var line = firstLine;
        var hasSection = false;
        for (var at = 0; at < text.Length; line++)
        {
            var length = text.Span[at..].IndexOf((byte)'\n');
            length = length < 0 ? text.Length - at : length;
            var row = text.Slice(at, length);
            at += length + 1;
            if (Section(row.Span) is { } section)
            {
                Leave(ref hasSection);
                _path.Push(section);
                hasSection = true;
            }
            else
            {
                Read(row, line);
            }
        }

        Leave(ref hasSection);
    }

    private void Leave(ref bool hasSection)
    {
        if (hasSection)
        {
            _path.Pop();
            hasSection = false;
        }
    }

    // [database], [[servers]]; a list in flow style has commas or quotes.
    private static ByteString? Section(ReadOnlySpan<byte> row)
    {
        row = row.Trim(" \t\r"u8);
        return row.Length > 2 && row[0] == '[' && row[^1] == ']' && row.IndexOfAny(LetterSets.NotInSection) < 0
            ? new ByteString(row.Trim("[]"u8))
            : null;
    }

    private void Read(ReadOnlyMemory<byte> row, int line)
    {
        var span = row.Span;
        var start = span.IndexOfAnyExcept(" \t{,"u8);
        while (start >= 0 && start + 1 < span.Length && span[start] == '-' && span[start + 1] == ' ')
        {
            var next = span[(start + 2)..].IndexOfAnyExcept((byte)' ');
            start = next < 0 ? -1 : start + 2 + next;
        }

        if (start < 0 || span[start] is (byte)'#' or (byte)';' || span[start..].StartsWith("//"u8))
        {
            return;
        }

        if (span[start..].StartsWith("export "u8))
        {
            var exported = span[(start + "export "u8.Length)..].IndexOfAnyExcept(" \t"u8);
            if (exported < 0)
            {
                return;
            }

            start += "export "u8.Length + exported;
        }

        var separator = Separator(span, start);
        if (separator < 0)
        {
            return;
        }

        var name = span[start..separator].Trim(" \t\"'"u8);
        if (name.Length is 0 or > LongestName || name.IndexOfAny(LetterSets.NotInName) >= 0)
        {
            return;
        }

        var (from, length) = Value(span, separator + 1);
        var value = row.Slice(from, length);
        if (name.SequenceEqual("name"u8))
        {
            _named = new ByteString(value);
            return;
        }

        _path.Push(new ByteString(row.Slice(start, separator - start).Trim(" \t\"'"u8)));
        var effective = name.SequenceEqual("value"u8) && !_named.IsEmpty ? _named.Span : name;
        visitor.Visit(new() { Path = _path, Name = effective, Text = value, Line = line, Column = Columns(span[..from]) + 1 });
        _path.Pop();
        _named = default;
    }

    // The first = or colon behind the name; a colon must end the name as in YAML or JSON.
    private static int Separator(ReadOnlySpan<byte> row, int start)
    {
        var quote = row[start] is (byte)'"' or (byte)'\'' ? row[start] : (byte)0;
        var from = start;
        if (quote != 0)
        {
            var end = row[(start + 1)..].IndexOf(quote);
            if (end < 0)
            {
                return -1;
            }

            from = start + 1 + end + 1;
        }

        for (var i = from; i < row.Length; i++)
        {
            if (row[i] == '=' && (i + 1 >= row.Length || row[i + 1] is not ((byte)'=' or (byte)'>')))
            {
                return i;
            }

            if (row[i] == ':' && (i + 1 == row.Length || row[i + 1] is (byte)' ' or (byte)'\t' or (byte)'\r' || quote != 0))
            {
                return i;
            }

            if (row[i] is (byte)'{' or (byte)'(' or (byte)'"' or (byte)'\'')
            {
                return -1;
            }
        }

        return -1;
    }

    // Without quotes, and without a comment behind it.
    private static (int From, int Length) Value(ReadOnlySpan<byte> row, int from)
    {
        var start = row[from..].IndexOfAnyExcept(" \t"u8);
        if (start < 0)
        {
            return (row.Length, 0);
        }

        from += start;
        if (row[from] is (byte)'"' or (byte)'\'' && row[(from + 1)..].IndexOf(row[from]) is var end and >= 0)
        {
            return (from + 1, end);
        }

        var value = row[from..];
        if (value.IndexOf(" #"u8) is var comment and >= 0)
        {
            value = value[..comment];
        }

        return (from, value.TrimEnd(" \t\r,"u8).Length);
    }

    private static int Columns(ReadOnlySpan<byte> before)
    {
        var columns = 0;
        foreach (var unit in before)
        {
            columns += (unit & 0xc0) != 0x80 ? 1 : 0;
        }

        return columns;
    }
}
