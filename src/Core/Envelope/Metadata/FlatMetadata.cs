using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>The metadata as flat keys, for formats without nesting (spec sops.md 5.4): <c>age__list_0__map_enc</c>.</summary>
internal static class FlatMetadata
{
    /// <summary>
    /// Most names and numbers in one key. The deepest key of any release
    /// (<c>key_groups__list_0__map_kms__list_0__map_context__map_NAME</c>) has six; unknown fields may nest further. Names and numbers cost
    /// one look at the rest of the key each, so work follows the length of the text.
    /// </summary>
    public const int MaxDepth = 32;

    private const string MapMark = "__map_";
    private const string ListMark = "__list_";

    /// <summary>Flattens a block depth first.</summary>
    /// <exception cref="DocumentException"><see cref="ErrorCode.EmitFailed"/>: it nests deeper than <see cref="MaxDepth"/>.</exception>
    public static List<MapEntry> Encode(MapNode block, string prefix)
    {
        var entries = new List<MapEntry>();
        foreach (var (key, value) in block.Entries)
        {
            if (key is StringNode name)
            {
                Encode(prefix + name.Value.RevealText(), 1, value, entries);
            }
        }

        return entries;
    }

    /// <summary>Rebuilds a block; comments are skipped.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedMetadata"/>: the keys contradict each other, or nest deeper than <see cref="MaxDepth"/>.
    /// </exception>
    public static MapNode Decode(List<MapEntry> entries)
    {
        var root = new FlatNode();
        foreach (var (key, value) in entries)
        {
            if (key is StringNode name)
            {
                Place(root, name.Value.RevealText(), value is StringNode text ? Unescape(text) : value);
            }
        }

        return (MapNode)root.ToNode();
    }

    private static void Encode(string path, int depth, Node value, List<MapEntry> entries)
    {
        if (depth > MaxDepth)
        {
            throw new DocumentException(
                ErrorCode.EmitFailed, DocumentFault.NoForm, $"metadata nest deeper than {MaxDepth} levels, which flat keys cannot hold");
        }

        switch (value)
        {
            case MapNode map:
                foreach (var (key, child) in map.Entries)
                {
                    if (key is StringNode name)
                    {
                        Encode(path + MapMark + name.Value.RevealText(), depth + 1, child, entries);
                    }
                }

                break;
            case ListNode list:
                var index = 0;
                foreach (var item in list.Items.Where(item => item is not CommentNode))
                {
                    Encode(path + ListMark + (index++).ToString(CultureInfo.InvariantCulture), depth + 1, item, entries);
                }

                break;
            case StringNode text:
                entries.Add(
                    MapEntry.Of(
                        path, new StringNode(new ByteString(text.Value.RevealText().Replace("\n", "\\n", StringComparison.Ordinal)))));
                break;
            default:
                entries.Add(MapEntry.Of(path, value));
                break;
        }
    }

    private static StringNode Unescape(StringNode text) =>
        text.Value.Span.IndexOf("\\n"u8) < 0 ? text
            : new(new ByteString(text.Value.RevealText().Replace("\\n", "\n", StringComparison.Ordinal)));

    private static void Place(FlatNode root, string key, Node value)
    {
        var node = root;
        var rest = key.AsSpan();
        var isIndex = false;
        for (var depth = 1; ; depth++)
        {
            if (depth > MaxDepth)
            {
                throw Malformed($"Error while unflattening: a key nests deeper than {MaxDepth} levels");
            }

            var (end, nextIsIndex, markLength) = NextMark(rest);
            var step = rest[..end];
            node = isIndex ? node.Item(IndexOf(step)) : node.Child(step.ToString());
            if (markLength == 0)
            {
                break;
            }

            rest = rest[(end + markLength)..];
            isIndex = nextIsIndex;
        }

        if (!node.TrySet(value))
        {
            throw Malformed($"Error while unflattening \"{key}\": Duplicate value");
        }
    }

    private static (int End, bool IsIndex, int MarkLength) NextMark(ReadOnlySpan<char> text)
    {
        var map = text.IndexOf(MapMark, StringComparison.Ordinal);
        var list = text.IndexOf(ListMark, StringComparison.Ordinal);
        return (map, list) switch
        {
            ( < 0, < 0) => (text.Length, false, 0),
            ( >= 0, _) when list < 0 || map < list => (map, false, MapMark.Length),
            _ => (list, true, ListMark.Length),
        };
    }

    // As the reference reads it: what is no number counts as the first place.
    private static int IndexOf(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? index : 0;

    private static SecretsKitException Malformed(string message) =>
        new(ErrorCode.MalformedMetadata, message)
        {
            Cause = new MetadataCause(MetadataFault.Malformed, null),
            Problem = DisplayText.Message($"the sops part is damaged: {message}"),
        };

    // A place in the tree under construction: what it is becomes clear with the first key that runs through it.
    private sealed class FlatNode
    {
        private readonly List<string> _names = [];
        private readonly Dictionary<string, FlatNode> _children = new(StringComparer.Ordinal);
        private readonly SortedDictionary<int, FlatNode> _items = [];
        private Node? _value;

        public FlatNode Child(string name)
        {
            RequireNo(_value is not null || _items.Count > 0);
            if (!_children.TryGetValue(name, out var child))
            {
                child = new();
                _names.Add(name);
                _children.Add(name, child);
            }

            return child;
        }

        public FlatNode Item(int index)
        {
            RequireNo(_value is not null || _children.Count > 0);
            if (!_items.TryGetValue(index, out var item))
            {
                item = new();
                _items.Add(index, item);
            }

            return item;
        }

        public bool TrySet(Node value)
        {
            if (_value is not null)
            {
                return false;
            }

            RequireNo(_children.Count > 0 || _items.Count > 0);
            _value = value;
            return true;
        }

        public Node ToNode()
        {
            if (_items.Count == 0)
            {
                return _value ?? new MapNode(_names.ConvertAll(name => MapEntry.Of(name, _children[name].ToNode())));
            }

            var expected = 0;
            foreach (var index in _items.Keys)
            {
                if (index != expected++)
                {
                    throw Malformed("Error while unflattening: Incomplete list");
                }
            }

            return new ListNode([.. _items.Values.Select(item => item.ToNode())]);
        }

        private static void RequireNo(bool conflict)
        {
            if (conflict)
            {
                throw Malformed("Error while unflattening: Type mismatch");
            }
        }
    }
}
