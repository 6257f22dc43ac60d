namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>
/// Turns a text into tokens by YAML 1.1, with the place of each and the words of the reference's library for what is wrong.
/// </summary>
internal sealed class YamlScanner
{
    private readonly TextCursor _cursor;
    private readonly List<YamlToken> _tokens = [];
    private readonly List<YamlComment> _comments = [];
    private readonly BlockLayout _layout;
    private readonly ScalarScanner _scalars;

    private YamlScanner(string text)
    {
        _cursor = new(text);
        _layout = new(_cursor, _tokens);
        _scalars = new(_cursor);
    }

    /// <summary>Scans a whole text.</summary>
    public static ScanResult Scan(string text)
    {
        var scanner = new YamlScanner(text);
        try
        {
            scanner.ScanAll();
            return new(scanner._tokens, scanner._comments, null);
        }
        catch (YamlSyntaxException failure)
        {
            var count = Math.Min(scanner._tokens.Count, scanner._layout.FirstPossibleKey());
            return new(scanner._tokens[..count], scanner._comments, failure);
        }
    }

    private void ScanAll()
    {
        Add(YamlTokenType.StreamStart, 0);
        do
        {
            Fetch();
        }
        while (_tokens[^1].Type != YamlTokenType.StreamEnd);
    }

    private void Fetch()
    {
        MoveToToken();
        _layout.DropStaleKeys();
        _layout.Unwind(_cursor.Column);
        var lead = _cursor.Current;
        switch (lead)
        {
            case '\0':
                _layout.EndStream();
                Add(YamlTokenType.StreamEnd, 0);
                break;
            case '%' when _cursor.Column == 0:
                _layout.EndDocument();
                _tokens.Add(NameScanner.Directive(_cursor));
                break;
            case '-' or '.' when _cursor.AtDocumentIndicator(lead):
                _layout.EndDocument();
                Add(lead == '-' ? YamlTokenType.DocumentStart : YamlTokenType.DocumentEnd, 3);
                break;
            default:
                FetchContent(lead);
                break;
        }
    }

    private void FetchContent(char lead)
    {
        switch (lead)
        {
            case '[' or '{':
                _layout.OpenFlow();
                Add(lead == '[' ? YamlTokenType.FlowSequenceStart : YamlTokenType.FlowMappingStart, 1);
                break;
            case ']' or '}':
                _layout.CloseFlow();
                Add(lead == ']' ? YamlTokenType.FlowSequenceEnd : YamlTokenType.FlowMappingEnd, 1);
                break;
            case ',':
                _layout.NextFlowEntry();
                Add(YamlTokenType.FlowEntry, 1);
                break;
            case '-' when _cursor.IsSpaceAhead(1):
                _layout.NextBlockEntry();
                Add(YamlTokenType.BlockEntry, 1);
                break;
            case '?' when _layout.IsInFlow || _cursor.IsSpaceAhead(1):
                _layout.ExplicitKey();
                Add(YamlTokenType.Key, 1);
                break;
            case ':' when _layout.IsInFlow || _cursor.IsSpaceAhead(1):
                _layout.Value();
                Add(YamlTokenType.Value, 1);
                break;
            case '*' or '&':
                _layout.SaveKey(allowsNext: false);
                _tokens.Add(NameScanner.AnchorOrAlias(_cursor));
                break;
            case '!':
                _layout.SaveKey(allowsNext: false);
                _tokens.Add(NameScanner.Tag(_cursor));
                break;
            case '|' or '>' when !_layout.IsInFlow:
                _layout.DropKeyHere();
                _layout.MayKeyFollow = true;
                _tokens.Add(BlockScalarScanner.Scan(_cursor, _layout.Indent));
                break;
            case '\'' or '"':
                _layout.SaveKey(allowsNext: false);
                _tokens.Add(_scalars.Quoted());
                break;
            default:
                FetchPlain(lead);
                break;
        }
    }

    private void FetchPlain(char lead)
    {
        if (!StartsPlain(lead))
        {
            var shown = lead switch
            {
                '\t' => "\\t",
                '\uFEFF' => "\\ufeff",
                _ => lead.ToString(),
            };
            throw new YamlSyntaxException(
                "while scanning for the next token", null, $"found character '{shown}' that cannot start any token", _cursor.Mark);
        }

        _layout.SaveKey(allowsNext: false);
        _tokens.Add(_scalars.Plain(_layout.Indent, _layout.IsInFlow, out var endedByBreak));
        _layout.MayKeyFollow = endedByBreak;
    }

    private bool StartsPlain(char lead) => !(
        _cursor.IsSpaceAhead(0) || lead is '-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>'
        or '\'' or '"' or '%' or '@' or '`')
        || (!_cursor.IsSpaceAhead(1) && (lead == '-' || (!_layout.IsInFlow && lead is '?' or ':')));

    private void MoveToToken()
    {
        if (_cursor.Index == 0 && _cursor.Current == '\uFEFF')
        {
            _cursor.Move();
        }

        while (true)
        {
            _cursor.MoveOverSpaces();
            if (_cursor.Current == '#')
            {
                _comments.Add(new(_cursor.Mark, _tokens.Count));
                _cursor.MoveToBreak();
            }

            if (_cursor.MoveOverBreak().Length == 0)
            {
                return;
            }

            if (!_layout.IsInFlow)
            {
                _layout.MayKeyFollow = true;
            }
        }
    }

    private void Add(YamlTokenType type, int width)
    {
        var start = _cursor.Mark;
        _cursor.Move(width);
        _tokens.Add(new(type, start, _cursor.Mark));
    }
}
