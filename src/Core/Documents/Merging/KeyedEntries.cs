using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Merging;

/// <summary>Names an entry of a map that may hold a key several times.</summary>
/// <param name="Key">The key.</param>
/// <param name="Occurrence">Which of the entries with this key, from 0.</param>
internal readonly record struct EntryName(ByteString Key, int Occurrence);

/// <summary>An entry of a map with the comments above it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Comments">From the previous key to this one.</param>
internal readonly record struct KeyedEntry(EntryName Name, MapEntry Entry, List<CommentNode> Comments);

/// <summary>The entries of a map by name, each with the comments above it.</summary>
internal sealed class KeyedEntries
{
    private readonly Dictionary<EntryName, KeyedEntry> _byName = [];

    public KeyedEntries(MapNode map)
    {
        var counts = new Dictionary<ByteString, int>();
        foreach (var entry in map.Entries)
        {
            if (entry.Key is CommentNode comment)
            {
                Tail.Add(comment);
                continue;
            }

            var key = ((StringNode)entry.Key).Value;
            var occurrence = counts[key] = counts.GetValueOrDefault(key, -1) + 1;
            var keyed = new KeyedEntry(new(key, occurrence), entry, Tail);
            Tail = [];
            _byName.Add(keyed.Name, keyed);
            Names.Add(keyed.Name);
        }
    }

    /// <summary>The names in order.</summary>
    public List<EntryName> Names { get; } = [];

    /// <summary>The comments behind the last key.</summary>
    public List<CommentNode> Tail { get; private set; } = [];

    public bool Has(EntryName name) => _byName.ContainsKey(name);

    /// <summary>The entry of a name, or null.</summary>
    public KeyedEntry? Find(EntryName name) => _byName.TryGetValue(name, out var entry) ? entry : null;
}
