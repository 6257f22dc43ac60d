using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Paths;

/// <summary>A place in a document, written <c>["key"][0]</c> (spec sops.md 10.3). List positions count comments.</summary>
public sealed class TreePath
{
    private readonly List<PathStep> _steps;

    private TreePath(List<PathStep> steps) => _steps = steps;

    /// <summary>A path of these steps; the list is given away.</summary>
    public static TreePath Of(List<PathStep> steps) => new(steps);

    /// <summary>As sops writes it: <c>["key"][0]</c>.</summary>
    public string Text =>
        string.Concat(
            _steps.Select(step => step.Key is { } key ? $"[\"{key}\"]" : string.Create(CultureInfo.InvariantCulture, $"[{step.Index}]")));

    /// <summary>Orders paths so that, from the last to the first, one removed does not move another.</summary>
    public static IComparer<TreePath> ByPosition { get; } = Comparer<TreePath>.Create(static (left, right) =>
    {
        for (var i = 0; i < Math.Min(left._steps.Count, right._steps.Count); i++)
        {
            var (a, b) = (left._steps[i], right._steps[i]);
            var order = a.Index.CompareTo(b.Index) is var positions and not 0 ? positions : string.CompareOrdinal(a.Key, b.Key);
            if (order != 0)
            {
                return order;
            }
        }

        return left._steps.Count.CompareTo(right._steps.Count);
    });

    /// <summary>The steps from the root of the document, for edits.</summary>
    public ReadOnlySpan<PathStep> Steps => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_steps);

    /// <summary>Parses: split at every <c>[</c>, each part ends in <c>]</c>, quotes are stripped and nothing is escaped.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedPath"/>.</exception>
    public static TreePath Parse(string text)
    {
        List<PathStep> steps = [];
        foreach (var component in text.Split('['))
        {
            if (component.Length == 0)
            {
                continue;
            }

            if (component[^1] != ']')
            {
                throw Malformed($"component {component} doesn't end with ]");
            }

            var inside = component[..^1];
            if (inside.Length > 0 && inside[0] is '"' or '\'')
            {
                steps.Add(new PathStep(inside.Trim(inside[0]), 0));
            }
            else if (long.TryParse(inside, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
            {
                steps.Add(new PathStep(null, index));
            }
            else
            {
                throw Malformed($"strconv.Atoi: parsing \"{inside}\": invalid syntax");
            }
        }

        return new(steps);
    }

    /// <summary>The node at this place; an empty path is the whole document.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.PathNotFound"/>.</exception>
    public Node Find(MapNode document)
    {
        Node at = document;
        foreach (var step in _steps)
        {
            at = step.Key is { } key ? Child(at, key) : Item(at, step.Index);
        }

        return at;
    }

    /// <summary>The first entry of a map with this key, or -1.</summary>
    public static int IndexOf(MapNode map, string key)
    {
        var bytes = new ByteString(key);
        return map.Entries.FindIndex(entry => entry.Key is StringNode name && name.Value == bytes);
    }

    private static Node Child(Node at, string key)
    {
        if (at is not MapNode map)
        {
            throw NotFound($"component ['{key}'] is a key, but tree part is not a map");
        }

        var index = IndexOf(map, key);
        return index >= 0 ? map.Entries[index].Value : throw NotFound($"component ['{key}'] not found");
    }

    private static Node Item(Node at, long index) => at switch
    {
        ListNode list when index < 0 || index >= list.Items.Count => throw OutOfBounds(index),
        ListNode list => list.Items[(int)index],
        MapNode map when index < 0 || index >= map.Entries.Count => throw OutOfBounds(index),
        // As the reference prints the entry that an integer selects in a map.
        MapNode map => new MapNode([MapEntry.Of("key", map.Entries[(int)index].Key), MapEntry.Of("value", map.Entries[(int)index].Value)]),
        _ => throw NotFound(string.Create(CultureInfo.InvariantCulture, $"component [{index}] is integer, but tree part is not a slice")),
    };

    private static SecretsKitException OutOfBounds(long index) =>
        NotFound(string.Create(CultureInfo.InvariantCulture, $"component [{index}] accesses out of bounds"));

    private static SecretsKitException NotFound(string message) => new(ErrorCode.PathNotFound, $"error truncating tree: {message}")
    {
        Problem = DisplayText.Message($"{message}"),
    };

    private static SecretsKitException Malformed(string message) =>
        new(ErrorCode.MalformedPath, $"error parsing --extract path: {message}") { Problem = DisplayText.Message($"{message}") };
}
