namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>The tokens as the readers of nodes see them, with the comments that belong to what was peeked at so far.</summary>
internal sealed class TokenStream(SourceText source)
{
    private readonly Scanner _scanner = new(source);
    private CommentText _head;
    private CommentText _line;
    private CommentText _foot;
    private ReadOnlyMemory<byte> _stem;

    // Most nodes have no comment: one look tells.
    private bool _hasAny;

    /// <inheritdoc cref="Scanner.SkipsComments"/>
    public bool SkipsComments { set => _scanner.SkipsComments = value; }

    /// <summary>How much head comment waits, in bytes.</summary>
    public int HeadLength => _head.Length;

    /// <summary>The next token, which stays; the comments before it are collected.</summary>
    public ref Token Peek()
    {
        ref var token = ref _scanner.Peek();
        if (!_scanner.Comments.IsEmpty)
        {
            Collect(token);
        }

        return ref token;
    }

    /// <summary>Consumes the token that was peeked at.</summary>
    public void Skip() => _scanner.Skip();

    /// <summary>Consumes a token and peeks at the next.</summary>
    public ref Token Next()
    {
        Skip();
        return ref Peek();
    }

    /// <summary>Gives a node all comments collected.</summary>
    public void Attach(YamlNode node)
    {
        if (_hasAny)
        {
            node.HeadComment = new(_head.Take());
            AttachEnd(node);
        }
    }

    /// <summary>
    /// Gives a collection the comments at its end. Those at its start yield to them; a head there has no owner and is lost.
    /// </summary>
    public void AttachEnd(YamlNode node)
    {
        node.LineComment = new(_line.Take());
        node.FootComment = new(_foot.Take());
        _ = _head.Take();
        _stem = default;
        _hasAny = false;
    }

    /// <summary>Gives a block collection inside a sequence the comment above its dash.</summary>
    public void AttachStem(YamlNode node)
    {
        if (!_stem.IsEmpty)
        {
            node.HeadComment = new(_stem);
            _stem = default;
        }
    }

    /// <summary>
    /// After a dash: when a block collection follows, the comment above the dash is about the collection and not about its first
    /// key or item.
    /// </summary>
    /// <param name="length">The length of the comment above the dash.</param>
    public void SplitStem(int length)
    {
        if (length > 0 && PeekTwice().Kind is TokenKind.BlockSequenceStart or TokenKind.BlockMappingStart)
        {
            var head = _head.Take();
            _stem = head[..length];
            _head.Add(head.Length > length ? head[(length + 1)..] : default);
        }
    }

    /// <summary>Takes the part of the head comment that is about the document: what is above the last empty line.</summary>
    public void AttachDocumentHead(YamlNode document)
    {
        var head = _head.Take();
        if (head.Span.EndsWith("\n"u8))
        {
            document.HeadComment = new(head[..^1]);
            return;
        }

        var cut = head.Span.LastIndexOf("\n\n"u8);
        if (cut >= 0)
        {
            document.HeadComment = new(head[..cut]);
            head = head[(cut + 2)..];
        }

        _head.Add(head);
    }

    /// <summary>Gives a document the comments behind it.</summary>
    public void AttachDocumentFoot(YamlNode document)
    {
        var head = _head.Take();
        var foot = _foot.Take();
        _ = _line.Take();
        _stem = default;
        _hasAny = false;
        document.FootComment = new(foot.IsEmpty ? head : foot);
    }

    // Here the reference overlooks a failure and scans on from where it happened; when that fails too, the second is what it reports.
    private ref Token PeekTwice()
    {
        try
        {
            return ref Peek();
        }
        catch (DocumentException)
        {
            _ = Peek();
            throw;
        }
    }

    private void Collect(in Token token)
    {
        var comments = _scanner.Comments;
        while (!comments.IsEmpty && comments.First.Owner <= token.Start.Index)
        {
            ref readonly var comment = ref comments.First;
            _hasAny = true;
            switch (comment.Place)
            {
                case CommentPlace.Head when token.Kind == TokenKind.BlockEnd:
                    // The end of a block has no head: it is for the token behind it.
                    return;
                case CommentPlace.Head:
                    _head.Add(comment.Text);
                    break;
                case CommentPlace.Foot:
                    _foot.Add(comment.Text);
                    break;
                default:
                    _line.Add(comment.Text);
                    break;
            }

            comments.Remove();
        }
    }
}
