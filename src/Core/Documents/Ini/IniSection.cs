using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Ini;

/// <summary>
/// One section while it is read or written. A key that comes again gives its first place the new value, and comments hang on keys:
/// in the tree a section's comment comes first and a key's comment follows its key.
/// </summary>
internal sealed class IniSection(ByteString name)
{
    private readonly Dictionary<ByteString, IniKey> _byName = [];

    public ByteString Name { get; } = name;

    public ByteString? Comment { get; set; }

    public List<IniKey> Keys { get; } = [];

    public IniKey Set(ByteString name, ByteString value)
    {
        if (!_byName.TryGetValue(name, out var key))
        {
            key = new IniKey(name);
            _byName.Add(name, key);
            Keys.Add(key);
        }

        key.Value = value;
        return key;
    }

    public MapEntry ToEntry()
    {
        var entries = new List<MapEntry>(Keys.Count);
        AddComment(entries, Comment);
        foreach (var key in Keys)
        {
            entries.Add(new MapEntry(new StringNode(key.Name), new StringNode(key.Value)));
            AddComment(entries, key.Comment);
        }

        return new MapEntry(new StringNode(Name), new MapNode(entries));
    }

    private static void AddComment(List<MapEntry> entries, ByteString? comment)
    {
        if (comment is { } text)
        {
            entries.Add(MapEntry.Comment(new CommentNode(text)));
        }
    }
}

/// <summary>One key of a section.</summary>
internal sealed class IniKey(ByteString name)
{
    public ByteString Name { get; } = name;

    public ByteString Value { get; set; }

    public ByteString? Comment { get; set; }
}
