using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlText.Parsing;

/// <summary>A node of a document as it is written: nothing is resolved but the handles of tags.</summary>
internal abstract record SyntaxNode(TextMark Start)
{
    /// <summary>The name that aliases call it by, or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>Its tag in full, or null.</summary>
    public string? Tag { get; init; }
}

/// <summary>A scalar.</summary>
internal sealed record ScalarNode(TextMark Start, string Value, bool IsPlain) : SyntaxNode(Start);

/// <summary>A sequence.</summary>
internal sealed record SequenceNode(TextMark Start, IReadOnlyList<SyntaxNode> Items) : SyntaxNode(Start);

/// <summary>A mapping, in the order of the text and with keys that repeat.</summary>
internal sealed record MappingNode(TextMark Start, IReadOnlyList<KeyValuePair<SyntaxNode, SyntaxNode>> Pairs) : SyntaxNode(Start);

/// <summary>The name of a node before.</summary>
internal sealed record AliasNode(TextMark Start, string Name) : SyntaxNode(Start);
