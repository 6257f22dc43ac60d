namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Which side of a node a comment is on.</summary>
internal enum CommentPlace : byte
{
    Head,
    Line,
    Foot,
}

/// <summary>A comment that is not attached yet.</summary>
internal struct Comment
{
    /// <summary>The side.</summary>
    public CommentPlace Place;

    /// <summary>The offset of the token that it belongs to: it is attached when a token at or behind this offset is read.</summary>
    public int Owner;

    /// <summary>
    /// Where its first <c>#</c> is. The column of head and foot comments counts from 1, that of line comments from 0.
    /// </summary>
    public Mark Start;

    /// <summary>Where the space before it begins: the end of the token or comment before.</summary>
    public int From;

    /// <summary>Where the space behind it ends; -1 for line comments, which end no block.</summary>
    public int End;

    /// <summary>The lines, each with its <c>#</c>.</summary>
    public ReadOnlyMemory<byte> Text;
}
