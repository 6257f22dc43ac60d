namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads the content of collections in brackets and braces.</summary>
internal sealed class FlowReader(TokenStream tokens, NodeReader nodes)
{
    /// <summary>Reads the items of a sequence and its closing bracket.</summary>
    public void ReadSequence(YamlNode sequence)
    {
        var start = Open(sequence);
        for (var isFirst = true; AtItem(TokenKind.FlowSequenceEnd, isFirst, start, "did not find expected ',' or ']'"); isFirst = false)
        {
            sequence.Children.Add(tokens.Peek().Kind == TokenKind.Key ? ReadPair() : nodes.Read(inBlock: false));
        }

        Close(sequence);
    }

    /// <summary>Reads the entries of a mapping and its closing brace.</summary>
    public void ReadMapping(YamlNode mapping)
    {
        var start = Open(mapping);
        for (var isFirst = true; AtItem(TokenKind.FlowMappingEnd, isFirst, start, "did not find expected ',' or '}'"); isFirst = false)
        {
            if (tokens.Peek().Kind == TokenKind.Key)
            {
                ref var keyStart = ref tokens.Next();
                var key = keyStart.Kind is TokenKind.Value or TokenKind.FlowEntry or TokenKind.FlowMappingEnd
                    ? nodes.CreateEmpty(keyStart.Start)
                    : nodes.Read(inBlock: false);
                AddEntry(mapping, key, ReadValue());
            }
            else
            {
                var key = nodes.Read(inBlock: false);
                AddEntry(mapping, key, nodes.CreateEmpty(tokens.Peek().Start));
            }
        }

        Close(mapping);
    }

    // A mapping of one entry without braces, as an item of a sequence.
    private YamlNode ReadPair()
    {
        var mapping = nodes.Create(YamlKind.Mapping, tokens.Peek().Start);
        mapping.Tag = YamlTags.Map;
        mapping.Style = YamlStyle.Flow;
        ref var keyStart = ref tokens.Next();
        YamlNode key;
        if (keyStart.Kind is TokenKind.Value or TokenKind.FlowEntry or TokenKind.FlowSequenceEnd)
        {
            // The reference consumes the indicator behind a missing key, and goes on as if it had not been there.
            key = nodes.CreateEmpty(keyStart.End);
            tokens.Skip();
        }
        else
        {
            key = nodes.Read(inBlock: false);
        }

        ref var colon = ref tokens.Peek();
        var colonStart = colon.Start;
        if (colon.Kind == TokenKind.Value && tokens.Next().Kind is not (TokenKind.FlowEntry or TokenKind.FlowSequenceEnd))
        {
            AddEntry(mapping, key, nodes.Read(inBlock: false));
        }
        else
        {
            AddEntry(mapping, key, nodes.CreateEmpty(colonStart));
        }

        _ = tokens.Peek();
        return mapping;
    }

    private YamlNode ReadValue()
    {
        ref var token = ref tokens.Peek();
        if (token.Kind == TokenKind.Value)
        {
            token = ref tokens.Next();
            if (token.Kind is not (TokenKind.FlowEntry or TokenKind.FlowMappingEnd))
            {
                return nodes.Read(inBlock: false);
            }
        }

        return nodes.CreateEmpty(token.Start);
    }

    private Mark Open(YamlNode collection)
    {
        tokens.Attach(collection);
        var start = tokens.Peek().Start;
        tokens.Skip();
        return start;
    }

    // Whether an item follows, past the comma that must stand before all but the first.
    private bool AtItem(TokenKind end, bool isFirst, Mark start, string problem)
    {
        ref var token = ref tokens.Peek();
        if (!isFirst && token.Kind != end)
        {
            if (token.Kind != TokenKind.FlowEntry)
            {
                throw YamlErrors.Parsing(start, token.Start, problem);
            }

            token = ref tokens.Next();
        }

        return token.Kind != end;
    }

    private void Close(YamlNode collection)
    {
        tokens.AttachEnd(collection);
        tokens.Skip();
    }

    private static void AddEntry(YamlNode mapping, YamlNode key, YamlNode value)
    {
        mapping.Children.Add(key);
        mapping.Children.Add(value);
        if (key.FootComment.IsEmpty && !value.FootComment.IsEmpty)
        {
            key.FootComment = value.FootComment;
            value.FootComment = default;
        }
    }
}
