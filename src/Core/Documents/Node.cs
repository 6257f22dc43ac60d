using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents;

/// <summary>
/// One node of the tree that all formats share (spec sops.md 1.1). Order is kept everywhere. Values may be secret, so no node
/// prints itself. Nodes are mutable where they hold children and not safe for concurrent change.
/// </summary>
public abstract class Node
{
    private protected Node()
    {
    }

    /// <summary>The kind of node, never its value.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>The null value: never encrypted, never part of the MAC.</summary>
public sealed class NullNode : Node
{
    private NullNode()
    {
    }

    /// <summary>The one instance.</summary>
    public static NullNode Instance { get; } = new();
}

/// <summary>A byte string.</summary>
public sealed class StringNode(ByteString value) : Node
{
    /// <summary>The bytes; UTF-8 by convention, arbitrary for binary files.</summary>
    public ByteString Value { get; } = value;
}

/// <summary>A signed 64-bit integer.</summary>
public sealed class IntNode(long value) : Node
{
    /// <summary>The number.</summary>
    public long Value { get; } = value;
}

/// <summary>An integer beyond the signed range, which YAML can hold and SOPS cannot encrypt.</summary>
public sealed class UnsignedNode(ulong value) : Node
{
    /// <summary>The number, above <see cref="long.MaxValue"/>.</summary>
    public ulong Value { get; } = value;
}

/// <summary>An IEEE double.</summary>
public sealed class FloatNode(double value) : Node
{
    /// <summary>The number, infinities and NaN included.</summary>
    public double Value { get; } = value;
}

/// <summary>A truth value.</summary>
public sealed class BoolNode(bool value) : Node
{
    /// <summary>The value.</summary>
    public bool Value { get; } = value;
}

/// <summary>A moment, from YAML timestamps.</summary>
public sealed class TimeNode(Timestamp value) : Node
{
    /// <summary>The moment with its offset.</summary>
    public Timestamp Value { get; } = value;
}

/// <summary>A comment that is as an item of a map (as the entry's key) or of a list.</summary>
public sealed class CommentNode(ByteString text, bool inline = false) : Node
{
    /// <summary>The text after <c>#</c>, leading space kept.</summary>
    public ByteString Text { get; } = text;

    /// <summary>Whether it was on the line of the value that follows it. YAML only.</summary>
    public bool Inline { get; } = inline;
}

/// <summary>A map, in file order. May hold duplicate keys and comments.</summary>
public sealed class MapNode : Node
{
    /// <summary>An empty map.</summary>
    public MapNode()
    {
        Entries = [];
    }

    /// <summary>A map of these entries; the list is given away.</summary>
    public MapNode(List<MapEntry> entries) => Entries = entries;

    /// <summary>The entries, comments included.</summary>
    public List<MapEntry> Entries { get; }
}

/// <summary>A list, in file order. Comments occupy positions.</summary>
public sealed class ListNode : Node
{
    /// <summary>An empty list.</summary>
    public ListNode()
    {
        Items = [];
    }

    /// <summary>A list of these items; the list is given away.</summary>
    public ListNode(List<Node> items) => Items = items;

    /// <summary>The items, comments included.</summary>
    public List<Node> Items { get; }
}

/// <summary>
/// An entry of a map. The key is a <see cref="StringNode"/>; a <see cref="CommentNode"/> makes the
/// entry a comment (its value is then null); YAML may load other scalars as keys, which no walk accepts.
/// </summary>
/// <param name="Key">The key or comment.</param>
/// <param name="Value">The value.</param>
public readonly record struct MapEntry(Node Key, Node Value)
{
    /// <summary>A comment entry.</summary>
    public static MapEntry Comment(CommentNode comment) => new(comment, NullNode.Instance);

    /// <summary>An entry with a text key.</summary>
    public static MapEntry Of(string key, Node value) => new(new StringNode(new ByteString(key)), value);

    /// <summary>Whether this entry is a comment.</summary>
    public bool IsComment => Key is CommentNode;

    /// <summary>The types of key and value, never their text.</summary>
    public override string ToString() => $"{Key}: {Value}";
}

/// <summary>The data of one file: its documents in order. All formats but YAML have exactly one.</summary>
public sealed class DocumentTree(List<MapNode> branches)
{
    /// <summary>The documents; empty for a YAML file of zero bytes.</summary>
    public List<MapNode> Branches { get; } = branches;
}
