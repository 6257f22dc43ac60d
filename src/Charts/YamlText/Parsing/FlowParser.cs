using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlText.Parsing;

/// <summary>Reads what is between brackets or braces.</summary>
internal sealed class FlowParser(TokenReader tokens)
{
    /// <summary>Reads a sequence behind its bracket.</summary>
    /// <param name="start">Where the bracket is.</param>
    /// <param name="node">Reads one node.</param>
    public List<SyntaxNode> Sequence(TextMark start, Func<SyntaxNode> node)
    {
        var items = new List<SyntaxNode>();
        while (HasNext(YamlTokenType.FlowSequenceEnd, items.Count > 0, "while parsing a flow sequence", start))
        {
            if (tokens.Is(YamlTokenType.Key))
            {
                var at = tokens.Take();
                items.Add(new MappingNode(at.Start, [Pair(at, YamlTokenType.FlowSequenceEnd, node)]));
            }
            else
            {
                items.Add(node());
            }
        }

        return items;
    }

    /// <summary>Reads a mapping behind its brace.</summary>
    /// <param name="start">Where the brace is.</param>
    /// <param name="node">Reads one node.</param>
    public List<KeyValuePair<SyntaxNode, SyntaxNode>> Mapping(TextMark start, Func<SyntaxNode> node)
    {
        var pairs = new List<KeyValuePair<SyntaxNode, SyntaxNode>>();
        while (HasNext(YamlTokenType.FlowMappingEnd, pairs.Count > 0, "while parsing a flow mapping", start))
        {
            if (tokens.Is(YamlTokenType.Key))
            {
                pairs.Add(Pair(tokens.Take(), YamlTokenType.FlowMappingEnd, node));
            }
            else
            {
                var key = node();
                pairs.Add(new(key, Empty(tokens.Peek())));
            }
        }

        return pairs;
    }

    private bool HasNext(YamlTokenType end, bool hasItems, string context, TextMark start)
    {
        if (tokens.TryTake(end))
        {
            return false;
        }

        var token = tokens.Peek();
        if (hasItems && !tokens.TryTake(YamlTokenType.FlowEntry))
        {
            var bracket = end == YamlTokenType.FlowSequenceEnd ? ']' : '}';
            throw new YamlSyntaxException(context, start, $"expected ',' or '{bracket}', but got '{token.Name}'", token.Start);
        }

        return !tokens.TryTake(end);
    }

    private KeyValuePair<SyntaxNode, SyntaxNode> Pair(YamlToken sign, YamlTokenType end, Func<SyntaxNode> node)
    {
        var key = tokens.IsAny(YamlTokenType.Value, YamlTokenType.FlowEntry, end) ? Empty(sign) : node();
        var at = tokens.Peek();
        var hasValue = tokens.TryTake(YamlTokenType.Value) && !tokens.IsAny(YamlTokenType.FlowEntry, end);
        return new(key, hasValue ? node() : Empty(at));
    }

    private static ScalarNode Empty(YamlToken before) => new(before.Start, "", true);
}
