namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>The tokens between characters and nodes.</summary>
internal enum TokenKind : byte
{
    StreamStart,
    StreamEnd,
    VersionDirective,
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar,
}

/// <summary>One token. Texts are slices of the source wherever nothing had to be unescaped or folded.</summary>
internal struct Token(TokenKind kind, Mark start)
{
    /// <summary>What it is.</summary>
    public TokenKind Kind = kind;

    /// <summary>How a scalar was written.</summary>
    public YamlStyle Style;

    /// <summary>The columns of a one-line indicator, so that its end is known.</summary>
    public byte Width;

    /// <summary>The two numbers of a version directive.</summary>
    public byte Major, Minor;

    /// <summary>Where it starts.</summary>
    public Mark Start = start;

    /// <summary>A scalar's content, an anchor's name, a tag's handle.</summary>
    public ReadOnlyMemory<byte> Text;

    /// <summary>A tag's suffix, or the prefix of a tag directive.</summary>
    public ReadOnlyMemory<byte> Suffix;

    /// <summary>Where an indicator ends.</summary>
    public readonly Mark End => Start.Right(Width);
}
