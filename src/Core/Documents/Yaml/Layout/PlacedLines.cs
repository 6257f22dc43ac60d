using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Documents.Yaml.Layout;

/// <summary>The lines of a YAML text, and on which of them the keys and items are that begin a line.</summary>
internal sealed class PlacedLines
{
    private readonly List<ReadOnlyMemory<byte>> _lines = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Reads a text.</summary>
    /// <exception cref="DocumentException">It is malformed.</exception>
    public PlacedLines(ReadOnlyMemory<byte> text)
    {
        for (var rest = text; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            end = end < 0 ? rest.Length : end + 1;
            _lines.Add(rest[..end]);
            rest = rest[end..];
        }

        var document = 0;
        foreach (var node in YamlReader.ReadAll(text, DocumentLimits.Default))
        {
            Add(node, (document++).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Lines, counted from 0, by place: the keys and positions that lead there.</summary>
    public IReadOnlyDictionary<string, int> Places => _places;

    /// <summary>How many lines there are.</summary>
    public int Count => _lines.Count;

    /// <summary>Whether a document marker stands before all but comments.</summary>
    public bool BeginsWithMarker => _lines.Find(line => !IsBlank(line) && !IsComment(line, out _)).Span.StartsWith("---"u8);

    /// <summary>A line with its end.</summary>
    public ReadOnlyMemory<byte> this[int line] => _lines[line];

    /// <summary>A line, and the lines of comments above it at its column, upward.</summary>
    public IReadOnlyList<int> CommentsAbove(int line)
    {
        var column = Column(_lines[line]);
        List<int> found = [line];
        for (var at = line - 1; at >= 0; at--)
        {
            if (IsComment(_lines[at], out var where) && where == column)
            {
                found.Add(at);
            }
            else if (!IsBlank(_lines[at]))
            {
                break;
            }
        }

        return found;
    }

    /// <summary>How many empty lines are directly above a line.</summary>
    public int BlanksAbove(int line)
    {
        var count = 0;
        while (count < line && IsBlank(_lines[line - 1 - count]))
        {
            count++;
        }

        return count;
    }

    private void Add(YamlNode node, string place)
    {
        for (var i = 0; i < node.Children.Count; i++)
        {
            var child = node.Children[i];
            if (node.Kind == YamlKind.Mapping)
            {
                var below = $"{place}/{child.Value.RevealText()}";
                Note(child, below);
                Add(node.Children[++i], below);
            }
            else
            {
                var below = node.Kind == YamlKind.Sequence ? $"{place}[{i}]" : place;
                Note(child, below);
                Add(child, below);
            }
        }
    }

    // Only what is the first of its line: dashes may be before it.
    private void Note(YamlNode node, string place)
    {
        var line = node.Line - 1;
        if (line >= 0 && line < _lines.Count
            && Encoding.UTF8.GetString(_lines[line].Span) is var text && node.Column - 1 <= text.Length
            && text.AsSpan(0, node.Column - 1).Trim(" -").IsEmpty)
        {
            _places.TryAdd(place, line);
        }
    }

    private static int Column(ReadOnlyMemory<byte> line) => line.Span.IndexOfAnyExcept((byte)' ');

    private static bool IsBlank(ReadOnlyMemory<byte> line) => line.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private static bool IsComment(ReadOnlyMemory<byte> line, out int column)
    {
        column = Column(line);
        return column >= 0 && line.Span[column] == (byte)'#';
    }
}
