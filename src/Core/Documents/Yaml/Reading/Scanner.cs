namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// Turns characters into tokens. Looks two tokens ahead of what is asked for, because a comment belongs to what is before it as
/// often as to what follows; where comments are passed over, no further than it must.
/// </summary>
internal sealed class Scanner
{
    private const int LookAheadForComments = 3;

    private readonly Cursor _cursor;
    private readonly TokenQueue _tokens = new();
    private readonly CommentScanner _commentScanner;
    private readonly Indentation _layout;
    private bool _isFilled;

    /// <summary>A scanner at the start of a text.</summary>
    public Scanner(SourceText source)
    {
        _cursor = new Cursor(source);
        _layout = new Indentation(_cursor, _tokens, Comments);
        _commentScanner = new CommentScanner(_cursor, _tokens, Comments);
        _tokens.Add(new Token(TokenKind.StreamStart, _cursor.Mark));
    }

    /// <summary>The comments that were scanned and belong to no node yet.</summary>
    public CommentQueue Comments { get; } = new();

    /// <summary>
    /// Whether comments are passed over, as go-yaml v2 does. Of two faults in a text, one of
    /// characters and one of structure, it then meets the first; a reader that looks ahead meets that of characters. To be
    /// set before the first token is asked for.
    /// </summary>
    public bool SkipsComments { get; set; }

    /// <summary>The next token, which stays. After the end of the stream there are more tokens that say so.</summary>
    public ref Token Peek()
    {
        var wanted = SkipsComments ? 1 : LookAheadForComments;
        while (!_isFilled)
        {
            if (_tokens.Count >= wanted && !_layout.MayKeyBeginAtFirst())
            {
                _isFilled = true;
            }
            else
            {
                Fetch();
            }
        }

        return ref _tokens.First;
    }

    /// <summary>Consumes the token that was peeked at.</summary>
    public void Skip()
    {
        _tokens.Remove();
        _isFilled = false;
    }

    private void Fetch()
    {
        var from = _cursor.Mark;
        SkipToToken();
        _layout.Unroll(_cursor.Column, from);
        _cursor.RequireIndicator();
        var lead = _cursor.Current;
        if (lead == 0)
        {
            _cursor.ForceNewLine();
            _layout.LeaveDocument();
            _tokens.Add(new Token(TokenKind.StreamEnd, _cursor.Mark));
        }
        else if (lead == '%' && _cursor.Column == 0)
        {
            _layout.LeaveDocument();
            _tokens.Add(Directives.Scan(_cursor));
        }
        else if (_cursor.AtDocumentIndicator())
        {
            _layout.LeaveDocument();
            AddIndicator(lead == '-' ? TokenKind.DocumentStart : TokenKind.DocumentEnd, 3);
        }
        else
        {
            var owner = SkipsComments ? 0 : CommentOwner(lead);
            FetchContent(lead);
            if (!SkipsComments && _tokens.FromEnd(1) != TokenKind.BlockEntry)
            {
                _commentScanner.ScanLine(owner);
            }
        }
    }

    // A comment on the line of a colon or comma is about what is before it.
    private int CommentOwner(byte lead) => lead == (_layout.InFlow ? ',' : ':') ? _tokens.StartFromEnd(1).Index : _cursor.Position;

    private void SkipToToken()
    {
        var from = _cursor.Position;
        var fromLine = _cursor.Line;
        while (true)
        {
            // A second byte order mark at the start of the text; anywhere else it is a character like others.
            if (_cursor.IsAtStart && _cursor.Rest.StartsWith("\uFEFF"u8))
            {
                _cursor.SkipText(3);
            }

            // A tab may separate tokens but not indent them.
            while (_cursor.Current is (byte)' ' || (_cursor.Current == '\t' && (_layout.InFlow || !_layout.KeyAllowed)))
            {
                _cursor.SkipBlank();
            }

            PassComments(from, fromLine);
            if (!_cursor.IsBreak(_cursor.Position))
            {
                return;
            }

            _cursor.SkipBreak();
            if (!_layout.InFlow)
            {
                _layout.KeyAllowed = true;
            }
        }
    }

    private void PassComments(int from, int fromLine)
    {
        if (!SkipsComments)
        {
            _commentScanner.TurnIntoHead();
        }

        if (_cursor.Current != '#')
        {
            return;
        }

        if (SkipsComments)
        {
            _cursor.SkipText(_cursor.LineLength());
        }
        else
        {
            _commentScanner.ScanBlock(from, fromLine, _layout.Indent, _layout.InFlow);
        }
    }

    private void FetchContent(byte lead)
    {
        switch (lead)
        {
            case (byte)'[':
            case (byte)'{':
                _layout.SaveKey();
                _layout.EnterFlow();
                AddIndicator(lead == '[' ? TokenKind.FlowSequenceStart : TokenKind.FlowMappingStart, 1);
                break;
            case (byte)']':
            case (byte)'}':
                _layout.LeaveFlow();
                AddIndicator(lead == ']' ? TokenKind.FlowSequenceEnd : TokenKind.FlowMappingEnd, 1);
                break;
            case (byte)',':
                _layout.NextFlowEntry();
                AddIndicator(TokenKind.FlowEntry, 1);
                break;
            case (byte)'-' when _cursor.IsSpaceOrEnd(_cursor.Position + 1):
                _layout.NextBlockEntry();
                AddIndicator(TokenKind.BlockEntry, 1);
                break;
            case (byte)'?' when _layout.InFlow || _cursor.IsSpaceOrEnd(_cursor.Position + 1):
                _layout.ExplicitKey();
                AddIndicator(TokenKind.Key, 1);
                break;
            case (byte)':' when _layout.InFlow || _cursor.IsSpaceOrEnd(_cursor.Position + 1):
                _layout.Value();
                AddIndicator(TokenKind.Value, 1);
                break;
            case (byte)'*':
            case (byte)'&':
            case (byte)'!':
                AddNamed(lead);
                break;
            case (byte)'|' when !_layout.InFlow:
            case (byte)'>' when !_layout.InFlow:
                AddBlockScalar(lead);
                break;
            case (byte)'\'':
            case (byte)'"':
                AddQuoted(lead);
                break;
            default:
                AddPlain(lead);
                break;
        }
    }

    private void AddIndicator(TokenKind kind, int width)
    {
        _tokens.Add(new Token(kind, _cursor.Mark) { Width = (byte)width });
        _cursor.SkipText(width);
    }

    private void AddNamed(byte lead)
    {
        _layout.SaveKeyAndForbidNext();
        _tokens.Add(lead == '!' ? Tags.Scan(_cursor) : Anchors.Scan(_cursor, lead == '*' ? TokenKind.Alias : TokenKind.Anchor));
    }

    private void AddBlockScalar(byte lead)
    {
        _layout.DropKeyAndAllowNext();
        var start = _cursor.Mark;
        var isLiteral = lead == '|';
        var text = new BlockScalars(_cursor, _layout.Indent, isLiteral).Scan(_commentScanner);
        _tokens.Add(new Token(TokenKind.Scalar, start) { Text = text, Style = isLiteral ? YamlStyle.Literal : YamlStyle.Folded });
    }

    private void AddQuoted(byte quote)
    {
        _layout.SaveKeyAndForbidNext();
        var start = _cursor.Mark;
        var text = QuotedScalars.Scan(_cursor, quote);
        var style = quote == '"' ? YamlStyle.DoubleQuoted : YamlStyle.SingleQuoted;
        _tokens.Add(new Token(TokenKind.Scalar, start) { Text = text, Style = style });
    }

    private void AddPlain(byte lead)
    {
        var start = _cursor.Mark;
        if (!PlainScalars.MayStart(_cursor, lead))
        {
            throw YamlErrors.Scanning(start, start, "found character that cannot start any token", DocumentFault.UnexpectedCharacter);
        }

        _layout.SaveKeyAndForbidNext();
        var text = PlainScalars.Scan(_cursor, _layout.Indent + 1, _layout.InFlow, out var endedByBreak);
        _layout.KeyAllowed = endedByBreak;
        _tokens.Add(new Token(TokenKind.Scalar, start) { Text = text });
    }
}
