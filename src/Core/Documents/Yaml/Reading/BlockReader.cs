namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads the content of collections that are laid out by indentation.</summary>
internal sealed class BlockReader(TokenStream tokens, NodeReader nodes)
{
    /// <summary>Reads the items of a sequence and its end.</summary>
    public void ReadSequence(YamlNode sequence)
    {
        tokens.AttachStem(sequence);
        var start = tokens.Peek().Start;
        tokens.Skip();
        while (tokens.Peek().Kind == TokenKind.BlockEntry)
        {
            ReadItem(sequence, isIndentless: false);
        }

        ref var end = ref tokens.Peek();
        if (end.Kind != TokenKind.BlockEnd)
        {
            throw YamlErrors.Parsing(start, end.Start, "did not find expected '-' indicator", DocumentFault.Indentation);
        }

        tokens.Skip();
    }

    /// <summary>Reads the items of a sequence whose dashes stand at the column of the key around; no token ends it.</summary>
    public void ReadIndentless(YamlNode sequence)
    {
        while (tokens.Peek().Kind == TokenKind.BlockEntry)
        {
            ReadItem(sequence, isIndentless: true);
        }
    }

    /// <summary>Reads the entries of a mapping and its end.</summary>
    public void ReadMapping(YamlNode mapping)
    {
        tokens.AttachStem(mapping);
        var start = tokens.Peek().Start;
        tokens.Skip();
        while (tokens.Peek().Kind == TokenKind.Key)
        {
            ReadEntry(mapping);
        }

        ref var end = ref tokens.Peek();
        if (end.Kind != TokenKind.BlockEnd)
        {
            throw YamlErrors.Parsing(start, end.Start, "did not find expected key", DocumentFault.Indentation);
        }

        tokens.AttachEnd(mapping);
        tokens.Skip();
        if (!mapping.FootComment.IsEmpty && mapping.Children.Count > 1)
        {
            MoveFoot(mapping, mapping.Children[^2]);
        }
    }

    private void ReadItem(YamlNode sequence, bool isIndentless)
    {
        var end = tokens.Peek().End;
        var commentAboveDash = tokens.HeadLength;
        tokens.Skip();
        tokens.SplitStem(commentAboveDash);
        var isEmpty = tokens.Peek().Kind switch
        {
            TokenKind.BlockEntry or TokenKind.BlockEnd => true,
            TokenKind.Key or TokenKind.Value => isIndentless,
            _ => false,
        };
        sequence.Children.Add(isEmpty ? nodes.CreateEmpty(end) : nodes.Read(inBlock: true));
    }

    private void ReadEntry(YamlNode mapping)
    {
        var children = mapping.Children;
        var afterKey = tokens.Peek().End;
        var key = ReadPart(ref tokens.Next(), afterKey);
        children.Add(key);
        if (!key.FootComment.IsEmpty && children.Count > 2)
        {
            // It was read with this key and is below the entry before.
            MoveFoot(key, children[^3]);
        }

        ref var colon = ref tokens.Peek();
        YamlNode value;
        if (colon.Kind == TokenKind.Value)
        {
            var afterColon = colon.End;
            value = ReadPart(ref tokens.Next(), afterColon);
        }
        else
        {
            value = nodes.CreateEmpty(colon.Start);
        }

        children.Add(value);
        if (key.FootComment.IsEmpty && !value.FootComment.IsEmpty)
        {
            MoveFoot(value, key);
        }
    }

    private YamlNode ReadPart(ref Token token, Mark after) => token.Kind is TokenKind.Key or TokenKind.Value or TokenKind.BlockEnd
        ? nodes.CreateEmpty(after)
        : nodes.Read(inBlock: true, dashesAllowed: true);

    private static void MoveFoot(YamlNode from, YamlNode to)
    {
        to.FootComment = from.FootComment;
        from.FootComment = default;
    }
}
