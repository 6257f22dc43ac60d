using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml;

/// <summary>The shape of a YAML node.</summary>
public enum YamlKind : byte
{
    /// <summary>A document; its one child is the root node. Its comments stand before and after the content.</summary>
    Document,

    /// <summary>A sequence; children are the items.</summary>
    Sequence,

    /// <summary>A mapping; children alternate key, value.</summary>
    Mapping,

    /// <summary>A scalar.</summary>
    Scalar,

    /// <summary>A reference to an anchored node.</summary>
    Alias,
}

/// <summary>How a YAML node was written or shall be written.</summary>
[Flags]
public enum YamlStyle : byte
{
    /// <summary>Plain scalar, block collection.</summary>
    None = 0,

    /// <summary>With an explicit tag.</summary>
    Tagged = 1,

    /// <summary>A double-quoted scalar.</summary>
    DoubleQuoted = 2,

    /// <summary>A single-quoted scalar.</summary>
    SingleQuoted = 4,

    /// <summary>A literal block scalar.</summary>
    Literal = 8,

    /// <summary>A folded block scalar.</summary>
    Folded = 16,

    /// <summary>A flow collection.</summary>
    Flow = 32,
}

/// <summary>
/// A node of the representation that go-yaml v3 exposes: scalars as text with a resolved tag, styles, anchors and comments attached
/// as head, line and foot. The document tree of SOPS, charts and state files are built from it.
/// </summary>
public sealed class YamlNode
{
    // A document of many values is many nodes: what few of them have lives apart.
    private RareFields? _rarities;
    private List<YamlNode>? _children;

    // Null until somebody asks for the tag of a plain scalar: many readers have rules of their own.
    private string? _tag = "";
    private ByteString _value;

    /// <summary>The shape.</summary>
    public YamlKind Kind { get; set; }

    /// <summary>The style bits; 0 is plain or block.</summary>
    public YamlStyle Style { get; set; }

    /// <summary>
    /// The tag in short form (<c>!!str</c>, <c>!custom</c>), resolved for untagged nodes; empty for documents and aliases.
    /// </summary>
    public string Tag
    {
        get => _tag ??= YamlResolver.Resolve(_value.Span).Tag;
        set => _tag = value;
    }

    /// <summary>A scalar's content after unfolding and unescaping; an alias's anchor name.</summary>
    public ByteString Value
    {
        get => _value;
        set
        {
            // The tag stays that of the text that was read.
            _ = Tag;
            _value = value;
        }
    }

    /// <summary>The anchor name, or <see langword="null"/>.</summary>
    public string? Anchor
    {
        get => _rarities?.Anchor;
        set => Rare(value is not null)?.Anchor = value;
    }

    /// <summary>The node that an alias refers to.</summary>
    public YamlNode? Target
    {
        get => _rarities?.Target;
        set => Rare(value is not null)?.Target = value;
    }

    /// <summary>Whether the tag <c>!</c> is there, which go-yaml v3 ignores and v2 takes for "a string".</summary>
    public bool HasBareTag
    {
        get => _rarities?.HasBareTag ?? false;
        set => Rare(value)?.HasBareTag = value;
    }

    /// <summary>Line from 1.</summary>
    public int Line { get; set; }

    /// <summary>Column from 1, in characters.</summary>
    public int Column { get; set; }

    /// <summary>
    /// Comment lines above the node, each with its <c>#</c>, separated by LF; an empty line separates paragraphs, and a trailing LF
    /// stands for an empty line between comment and node.
    /// </summary>
    public ByteString HeadComment
    {
        get => _rarities?.Head ?? default;
        set => Rare(!value.IsEmpty)?.Head = value;
    }

    /// <summary>The comment on the node's line, with its <c>#</c>.</summary>
    public ByteString LineComment
    {
        get => _rarities?.LineComment ?? default;
        set => Rare(!value.IsEmpty)?.LineComment = value;
    }

    /// <summary>Comment lines below the node.</summary>
    public ByteString FootComment
    {
        get => _rarities?.Foot ?? default;
        set => Rare(!value.IsEmpty)?.Foot = value;
    }

    /// <summary>Children of a document, sequence or mapping; empty otherwise.</summary>
    public List<YamlNode> Children => _children ??= [];

    /// <summary>A plain scalar without a tag, whose tag follows from its text.</summary>
    internal void SetPlain(ByteString text)
    {
        _value = text;
        _tag = null;
    }

    /// <summary>The kind and place, never the value.</summary>
    public override string ToString() => $"{Kind} at {Line}:{Column}";

    private RareFields? Rare(bool isNeeded) => isNeeded ? _rarities ??= new RareFields() : _rarities;

    private sealed class RareFields
    {
        public string? Anchor { get; set; }

        public YamlNode? Target { get; set; }

        public bool HasBareTag { get; set; }

        public ByteString Head { get; set; }

        public ByteString LineComment { get; set; }

        public ByteString Foot { get; set; }
    }
}
