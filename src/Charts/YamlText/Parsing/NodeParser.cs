using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlText.Parsing;

/// <summary>Reads one node and all in it.</summary>
internal sealed class NodeParser(TokenReader tokens, Dictionary<string, string> handles)
{
    // Deeper than any chart, and far from the end of the stack.
    private const int MaxDepth = 512;

    private readonly FlowParser _flow = new(tokens);
    private int _depth;

    /// <summary>A node that may be in block style.</summary>
    public SyntaxNode Block() => Node(isBlock: true, takesDashes: false);

    /// <summary>A node that is in flow style.</summary>
    private SyntaxNode Flow() => Node(isBlock: false, takesDashes: false);

    private SyntaxNode Node(bool isBlock, bool takesDashes)
    {
        var first = tokens.Peek();
        if (++_depth > MaxDepth)
        {
            throw new YamlSyntaxException(null, null, $"nested deeper than {MaxDepth} levels", first.Start);
        }

        try
        {
            return tokens.TryTake(YamlTokenType.Alias) ? new AliasNode(first.Start, first.Value) : Described(isBlock, takesDashes);
        }
        finally
        {
            _depth--;
        }
    }

    private SyntaxNode Described(bool isBlock, bool takesDashes)
    {
        var start = tokens.Peek().Start;
        var (anchor, tag) = Properties();
        return Content(start, isBlock, takesDashes, anchor is not null || tag is not null) with { Anchor = anchor, Tag = tag };
    }

    private (string? Anchor, string? Tag) Properties()
    {
        var start = tokens.Peek().Start;
        var (anchor, tag) = ((string?)null, (string?)null);
        for (var part = 0; part < 2; part++)
        {
            if (anchor is null && tokens.Is(YamlTokenType.Anchor))
            {
                anchor = tokens.Take().Value;
            }
            else if (tag is null && tokens.Is(YamlTokenType.Tag))
            {
                tag = Tag(tokens.Take(), start);
            }
        }

        return (anchor, tag);
    }

    private string Tag(YamlToken token, TextMark start) =>
        token.Value.Length == 0 ? token.Suffix
        : handles.TryGetValue(token.Value, out var prefix) ? prefix + token.Suffix
        : throw new YamlSyntaxException(
            "while parsing a node", start, $"found undefined tag handle {PythonText.Quoted(token.Value)}", token.Start);

    private SyntaxNode Content(TextMark start, bool isBlock, bool takesDashes, bool hasProperties)
    {
        var token = tokens.Peek();
        switch (token.Type)
        {
            case YamlTokenType.BlockEntry when takesDashes:
                return new SequenceNode(start, DashesOfMapping());
            case YamlTokenType.Scalar:
                tokens.Take();
                return new ScalarNode(start, token.Value, token.IsPlain);
            case YamlTokenType.FlowSequenceStart:
                tokens.Take();
                return new SequenceNode(start, _flow.Sequence(token.Start, Flow));
            case YamlTokenType.FlowMappingStart:
                tokens.Take();
                return new MappingNode(start, _flow.Mapping(token.Start, Flow));
            case YamlTokenType.BlockSequenceStart when isBlock:
                tokens.Take();
                return new SequenceNode(start, Sequence(token.Start));
            case YamlTokenType.BlockMappingStart when isBlock:
                tokens.Take();
                return new MappingNode(start, Mapping(token.Start));
            default:
                return hasProperties
                    ? new ScalarNode(start, "", true)
                    : throw new YamlSyntaxException(
                        $"while parsing a {(isBlock ? "block" : "flow")} node",
                        start,
                        $"expected the node content, but found '{token.Name}'",
                        token.Start);
        }
    }

    private List<SyntaxNode> Sequence(TextMark start)
    {
        var items = new List<SyntaxNode>();
        while (tokens.Is(YamlTokenType.BlockEntry))
        {
            var dash = tokens.Take();
            items.Add(tokens.IsAny(YamlTokenType.BlockEntry, YamlTokenType.BlockEnd) ? Empty(dash) : Block());
        }

        End("while parsing a block collection", start);
        return items;
    }

    // A sequence in a mapping may be at the column of its key: nothing marks its end then.
    private List<SyntaxNode> DashesOfMapping()
    {
        var items = new List<SyntaxNode>();
        while (tokens.Is(YamlTokenType.BlockEntry))
        {
            var dash = tokens.Take();
            var isEmpty = tokens.IsAny(
                YamlTokenType.BlockEntry, YamlTokenType.Key, YamlTokenType.Value, YamlTokenType.BlockEnd);
            items.Add(isEmpty ? Empty(dash) : Block());
        }

        return items;
    }

    private List<KeyValuePair<SyntaxNode, SyntaxNode>> Mapping(TextMark start)
    {
        var pairs = new List<KeyValuePair<SyntaxNode, SyntaxNode>>();
        while (tokens.Is(YamlTokenType.Key))
        {
            var key = PartOfPair(tokens.Take());
            var value = tokens.Is(YamlTokenType.Value) ? PartOfPair(tokens.Take()) : Empty(tokens.Peek());
            pairs.Add(new(key, value));
        }

        End("while parsing a block mapping", start);
        return pairs;
    }

    private SyntaxNode PartOfPair(YamlToken sign) =>
        tokens.IsAny(YamlTokenType.Key, YamlTokenType.Value, YamlTokenType.BlockEnd)
            ? Empty(sign)
            : Node(isBlock: true, takesDashes: true);

    private void End(string context, TextMark start)
    {
        var token = tokens.Peek();
        if (!tokens.TryTake(YamlTokenType.BlockEnd))
        {
            throw new YamlSyntaxException(context, start, $"expected <block end>, but found '{token.Name}'", token.Start);
        }
    }

    private static ScalarNode Empty(YamlToken before) => new(before.End, "", true);
}
