using System.Globalization;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Documents.Merging;

/// <summary>Trees that YAML can hold, and changes of them, from a seed.</summary>
internal sealed class RandomTrees(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A document with these keys on top.</summary>
    public MapNode Document(params IEnumerable<string> keys) => new([.. keys.SelectMany(key => Entry(key, depth: 1))]);

    /// <summary>A copy in which some of the values under these top-level keys were changed, removed, added or moved.</summary>
    public MapNode Edit(MapNode document, int edits, params string[] keys)
    {
        for (var i = 0; i < edits; i++)
        {
            var entries = document.Entries.ToList();
            var key = keys[_random.Next(keys.Length)];
            var at = entries.FindIndex(entry => entry.Key is StringNode name && name.Value == new ByteString(key));
            if (at >= 0)
            {
                entries[at] = entries[at] with { Value = Edit(entries[at].Value, depth: 1) };
            }

            document = new(entries);
        }

        return document;
    }

    private Node Edit(Node node, int depth) => node switch
    {
        MapNode map => new MapNode(EditEntries([.. map.Entries], depth)),
        ListNode list => new ListNode(EditItems([.. list.Items], depth)),
        _ => Value(depth),
    };

    private List<MapEntry> EditEntries(List<MapEntry> entries, int depth)
    {
        var at = _random.Next(entries.Count + 1);
        switch (_random.Next(4))
        {
            case 0 when at < entries.Count:
                entries.RemoveAt(at);
                break;
            case 1:
                entries.InsertRange(at, Entry($"n{_random.Next(1000)}", depth + 1));
                break;
            case 2 when at < entries.Count && entries.Count > 1:
                var moved = entries[at];
                entries.RemoveAt(at);
                entries.Insert(_random.Next(entries.Count), moved);
                break;
            default:
                if (at < entries.Count && !entries[at].IsComment)
                {
                    entries[at] = entries[at] with { Value = Edit(entries[at].Value, depth + 1) };
                }

                break;
        }

        // A key is once in YAML.
        var seen = new HashSet<ByteString>();
        return entries.FindAll(entry => entry.Key is not StringNode name || seen.Add(name.Value));
    }

    private List<Node> EditItems(List<Node> items, int depth)
    {
        var at = _random.Next(items.Count + 1);
        switch (_random.Next(3))
        {
            case 0 when at < items.Count:
                items.RemoveAt(at);
                break;
            case 1:
                items.Insert(at, Value(depth + 1));
                break;
            default:
                if (at < items.Count)
                {
                    items[at] = Edit(items[at], depth + 1);
                }

                break;
        }

        return items;
    }

    private IEnumerable<MapEntry> Entry(string key, int depth)
    {
        if (_random.Next(4) == 0)
        {
            yield return MapEntry.Comment(new(new ByteString($" comment {_random.Next(50)}")));
        }

        yield return MapEntry.Of(key, Value(depth));
    }

    private Node Value(int depth) => _random.Next(depth > 3 ? 6 : 9) switch
    {
        0 => new IntNode(_random.Next(4)),
        1 => new BoolNode(_random.Next(2) == 0),
        2 => NullNode.Instance,
        3 => new FloatNode(_random.Next(4) / 2.0),
        < 6 => new StringNode(new ByteString(_random.Next(3) == 0 ? "" : _random.Next(20).ToString(CultureInfo.InvariantCulture) + "x")),
        6 => new ListNode([.. Enumerable.Range(0, _random.Next(5)).Select(_ => Value(depth + 1))]),
        _ => new MapNode([.. Enumerable.Range(0, _random.Next(5)).SelectMany(i => Entry($"k{i}", depth + 1))]),
    };
}
