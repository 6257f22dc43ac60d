using System.Globalization;
using System.Text;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Documents.Paths;

/// <summary>
/// A place in a document as people type it for our own verbs. A text that begins with <c>[</c> is
/// read exactly as sops reads it. Anything else is keys with dots between them, <c>database.users[0].name</c>: a backslash takes the
/// special meaning of the character behind it,
/// <c>["a.b"]</c> is one key, positions count values and not comments. Where keys of the document
/// hold dots themselves, the document decides, and a text that can mean two places of it is refused.
/// </summary>
public sealed class PathText
{
    private const int MostParts = 64;

    // Where keys hold dots, each dot doubles what a path may mean.
    private const int MostReadings = 1_000;

    private readonly TreePath? _exact;
    private readonly List<Part> _parts;

    private PathText(string text, TreePath? exact, List<Part> parts) => (Text, _exact, _parts) = (text, exact, parts);

    /// <summary>As typed.</summary>
    public string Text { get; }

    /// <summary>Parses.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedPath"/>.</exception>
    public static PathText Parse(string text)
    {
        if (text.StartsWith('['))
        {
            var exact = TreePath.Parse(text);
            return exact.Steps.IsEmpty ? throw Malformed("the path names no value") : new(text, exact, []);
        }

        var parts = Split(text);
        return parts.Count <= MostParts
            ? new(text, null, parts)
            : throw Malformed(string.Create(CultureInfo.InvariantCulture, $"the path has more than {MostParts} parts"));
    }

    /// <summary>
    /// Whether a part that is neither in quotes nor behind a backslash holds <c>=</c> or <c>:</c>. Somebody who types that means a key
    /// and its value, and a key that held both would show the value to whoever can read the file.
    /// </summary>
    public bool HoldsBareSeparator => _parts.Exists(part => part.Joins && part.Key.AsSpan().ContainsAny('=', ':'));

    /// <summary>The place in a document. What is not there yet is read as keys one below the other.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedPath"/>: the text means two places of this document.</exception>
    public TreePath In(MapNode document)
    {
        if (_exact is not null)
        {
            return _exact;
        }

        var readings = new List<Reading>();
        Explore(document, 0, [], readings);
        var most = readings.Max(reading => reading.Used);
        var best = readings.FindAll(reading => reading.Used == most);
        if (best.Count > 1)
        {
            throw new SecretsKitException(ErrorCode.MalformedPath, $"\"{Text}\" can mean {best.Count} places of this file")
            {
                Hint = $"write {string.Join(" or ", best.Select(reading => $"'{Complete(reading).Text}'"))}",
            };
        }

        return Complete(best[0]);
    }

    private static List<Part> Split(string text)
    {
        List<Part> parts = [];
        var i = text.StartsWith('.') ? 1 : 0;
        while (true)
        {
            i = ReadKey(text, i, parts);
            i = ReadBrackets(text, i, parts);
            if (i == text.Length)
            {
                return parts;
            }

            // Behind a key or a bracket only a dot can stand.
            i++;
        }
    }

    private static int ReadKey(string text, int i, List<Part> parts)
    {
        var key = new StringBuilder();
        var escaped = false;
        for (; i < text.Length && text[i] is not ('.' or '['); i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
                escaped = true;
            }

            key.Append(text[i]);
        }

        parts.Add(key.Length > 0 ? new(key.ToString(), !escaped, null) : throw Malformed("a key in the path is empty"));
        return i;
    }

    private static int ReadBrackets(string text, int i, List<Part> parts)
    {
        while (i < text.Length && text[i] == '[')
        {
            var quote = i + 1 < text.Length && text[i + 1] is '"' or '\'' ? text[i + 1].ToString() : "";
            var end = text.IndexOf(quote + "]", i + 1 + quote.Length, StringComparison.Ordinal);
            if (end < 0)
            {
                throw Malformed("a bracket in the path is not closed");
            }

            var inside = text[(i + 1 + quote.Length)..end];
            parts.Add(quote.Length > 0 ? new(inside, false, null)
                : int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? new(inside, false, index)
                : throw Malformed("brackets in the path hold neither a position nor a key in quotes"));
            i = end + quote.Length + 1;
        }

        return i < text.Length && text[i] != '.'
            ? throw Malformed("behind a bracket in the path only a dot or another bracket can stand")
            : i;
    }

    /// <summary>Every way to go down from a node; one that cannot go on is a reading that ends there.</summary>
    private void Explore(Node at, int used, List<PathStep> steps, List<Reading> readings)
    {
        var found = false;
        if (used < _parts.Count && at is MapNode map)
        {
            for (var last = used; last < _parts.Count && (last == used || (_parts[used].Joins && _parts[last].Joins)); last++)
            {
                var key = string.Join('.', _parts[used..(last + 1)].Select(part => part.Key));
                if (_parts[used].Position is null && TreePath.IndexOf(map, key) is var index and >= 0)
                {
                    found = true;
                    Explore(map.Entries[index].Value, last + 1, [.. steps, new(key, 0)], readings);
                }
            }
        }
        else if (used < _parts.Count
            && at is ListNode list
            && PositionAt(used) is { } wanted
            && Physical(list, wanted) is var index and >= 0)
        {
            found = true;
            Explore(list.Items[index], used + 1, [.. steps, new(null, index)], readings);
        }

        if (readings.Count > MostReadings)
        {
            throw new SecretsKitException(ErrorCode.MalformedPath, $"\"{Text}\" can mean more than {MostReadings} places of this file")
            {
                Hint = "write the path as sops does: '[\"database\"][\"users\"][0]'",
            };
        }

        if (!found)
        {
            readings.Add(new(at, used, steps));
        }
    }

    private TreePath Complete(Reading reading)
    {
        List<PathStep> steps = [.. reading.Steps];
        for (var i = reading.Used; i < _parts.Count; i++)
        {
            // Positions of the text do not count comments, those of a path do.
            var list = i == reading.Used ? reading.End as ListNode : null;
            var comments = list?.Items.Count(item => item is CommentNode) ?? 0;
            var position = list is null ? _parts[i].Position : PositionAt(i);
            steps.Add(position is { } wanted ? new(null, wanted + comments) : new(_parts[i].Key, 0));
        }

        return TreePath.Of(steps);
    }

    private int? PositionAt(int part) => _parts[part].Position
        ?? (_parts[part].Joins && int.TryParse(_parts[part].Key, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            ? digits
            : null);

    private static int Physical(ListNode list, int wanted)
    {
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not CommentNode && wanted-- == 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static SecretsKitException Malformed(string message) => new(ErrorCode.MalformedPath, message);

    /// <param name="Key">The key, or the digits of a position.</param>
    /// <param name="Joins">Whether it may be a piece of a key that holds dots, or a position.</param>
    /// <param name="Position">The position, where brackets say that it is one.</param>
    private readonly record struct Part(string Key, bool Joins, int? Position);

    /// <param name="End">Where the document ended.</param>
    /// <param name="Used">How many parts led there.</param>
    /// <param name="Steps">The way.</param>
    private sealed record Reading(Node End, int Used, List<PathStep> Steps);
}
