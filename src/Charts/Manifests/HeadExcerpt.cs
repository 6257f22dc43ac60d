using System.Buffers;

namespace SecretsKit.Charts.Manifests;

/// <summary>
/// Takes the fields that a head is read from out of a document whose every line is of a simple
/// kind, so that only they need a YAML reader: a rendered chart is mostly specs that nobody looks at here. Knows entries with plain or
/// quoted texts on one line, lists, literal and folded blocks, comments; whatever else it meets, it gives up, and the reader decides about
/// the whole document. It never takes a document that the reader refuses.
/// </summary>
internal ref struct HeadExcerpt
{
    // Larger documents are for the reader, with its limits.
    private const int MaxBytes = 1024 * 1024;

    private static readonly SearchValues<byte> Printable = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c), (byte)'\n', (byte)'\t']);

    private readonly ReadOnlySpan<byte> _text;
    private LayoutStack _open;
    private int _at;

    private HeadExcerpt(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>The lines of the wanted fields.</summary>
    /// <param name="document">One document.</param>
    /// <param name="isWanted">Whether a field of the outermost map belongs to the head.</param>
    /// <returns>Null if the document is not simple.</returns>
    public static byte[]? TryTake(ReadOnlySpan<byte> document, Func<ReadOnlySpan<byte>, bool> isWanted)
    {
        if (document.Length > MaxBytes || document.ContainsAnyExcept(Printable))
        {
            return null;
        }

        var excerpt = new ArrayBufferWriter<byte>();
        return new HeadExcerpt(document).TryRead(excerpt, isWanted) ? excerpt.WrittenSpan.ToArray() : null;
    }

    private bool TryRead(ArrayBufferWriter<byte> excerpt, Func<ReadOnlySpan<byte>, bool> isWanted)
    {
        var from = -1;
        while (_at < _text.Length)
        {
            var start = _at;
            var line = TakeLine();
            var column = line.IndexOfAnyExcept((byte)' ');
            if (column < 0 || line[column] == '#')
            {
                continue;
            }

            if (!TryEnter(line, column, out var entry) || !TryValue(entry.Value))
            {
                return false;
            }

            if (column == 0 && !entry.IsItem)
            {
                if (from >= 0)
                {
                    excerpt.Write(_text[from..start]);
                }

                from = isWanted(entry.Key) ? start : -1;
            }
        }

        if (from >= 0)
        {
            excerpt.Write(_text[from..]);
        }

        return _open.HasAny;
    }

    // The line at the position without trailing spaces; the position moves behind its break.
    private ReadOnlySpan<byte> TakeLine()
    {
        var rest = _text[_at..];
        var end = rest.IndexOf((byte)'\n');
        _at += end < 0 ? rest.Length : end + 1;
        return (end < 0 ? rest : rest[..end]).TrimEnd((byte)' ');
    }

    // Puts the line into its place among the open maps and lists, and takes it apart.
    private bool TryEnter(ReadOnlySpan<byte> line, int column, out SimpleEntry entry)
    {
        entry = default;
        if (line.Contains((byte)'\t'))
        {
            return false;
        }

        var at = column;
        var isItem = false;
        while (line[at..] is [(byte)'-', (byte)' ', ..])
        {
            if (!_open.TryItem(at, isFirstOfLine: !isItem))
            {
                return false;
            }

            isItem = true;
            at += 2;
            at += line[at..].IndexOfAnyExcept((byte)' ');
        }

        if (SimpleEntry.TryKey(line[at..], isItem, out entry))
        {
            return _open.TryKey(at, isFirstOfLine: !isItem, hasValue: !entry.Value.IsEmpty);
        }

        entry = SimpleEntry.Item(line[at..]);
        return isItem;
    }

    private bool TryValue(ReadOnlySpan<byte> value) =>
        value is [(byte)'|' or (byte)'>'] or [(byte)'|' or (byte)'>', (byte)'-' or (byte)'+'] ? TryBlock() : SimpleEntry.IsSimple(value);

    // The lines of a block scalar: all of at least the column of the first.
    private bool TryBlock()
    {
        var indent = -1;
        while (_at < _text.Length)
        {
            var before = _at;
            var line = TakeLine();
            var column = line.IndexOfAnyExcept((byte)' ');
            if (column < 0)
            {
                if (indent < 0)
                {
                    return false;
                }

                continue;
            }

            if (indent < 0)
            {
                indent = column;
                if (indent <= _open.Column || line[column] == '\t')
                {
                    return false;
                }
            }

            if (column < indent)
            {
                _at = before;
                return column <= _open.Column;
            }
        }

        return indent >= 0;
    }
}
