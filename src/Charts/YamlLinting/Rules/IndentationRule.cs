using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>indentation</c>: the column of what is first on its line, by what is open around it.</summary>
internal sealed class IndentationRule : LintRule
{
    private readonly Stack<IndentLevel> _open = new();
    private int _line;
    private int _lineIndent;

    // -1 until the first indented node of the text has shown it.
    private int _step = -1;
    private bool _isConsistent;
    private string _sequences = "";
    private bool _isLost;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
    [
        new("spaces", "consistent", typeof(int), "consistent"),
        new("indent-sequences", true, true, false, "whatever", "consistent"),
        new("check-multi-line-strings", false),
    ];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        if (_open.Count == 0)
        {
            Begin();
        }

        if (_isLost)
        {
            return;
        }

        Judge(place);
        Open(place);
        _isLost = !Close(place);
        if (_isLost)
        {
            Report(place.Token.Start, "cannot infer indentation: unexpected token");
        }
    }

    private void Begin()
    {
        _open.Push(new(IndentKind.Root, 0));
        _isConsistent = Settings.Of("spaces") is string;
        _step = _isConsistent ? -1 : Settings.Number("spaces");
        _sequences = Settings.Word("indent-sequences");
    }

    private void Judge(in TokenPlace place)
    {
        var token = place.Token;
        var isVisible = token.Type is not (YamlTokenType.StreamStart or YamlTokenType.StreamEnd or YamlTokenType.BlockEnd)
            && !(token.Type == YamlTokenType.Scalar && token.Value.Length == 0);
        var isFirst = isVisible && token.Start.Line + 1 > _line;
        if (isFirst && Expected(token) is var expected && expected != token.Start.Column)
        {
            var wanted = expected < 0 ? $"at least {token.Start.Column + 1}" : $"{expected} but found {token.Start.Column}";
            Report(token.Start, "wrong indentation: expected " + wanted);
        }

        if (token.Type == YamlTokenType.Scalar && Settings.IsOn("check-multi-line-strings"))
        {
            JudgeLines(token);
        }

        if (isVisible)
        {
            _line = LastLine(token);
            _lineIndent = isFirst ? token.Start.Column : _lineIndent;
        }
    }

    private int Expected(YamlToken token)
    {
        var level = _open.Peek();
        return token.Type is YamlTokenType.FlowMappingEnd or YamlTokenType.FlowSequenceEnd ? level.LineIndent
            : level is { Kind: IndentKind.Key, IsExplicit: true } && token.Type != YamlTokenType.Value
                ? Indented(level.Indent, token.Start.Column)
            : level.Indent;
    }

    // The first indented node decides where no number is given.
    private int Indented(int outer, int column)
    {
        if (_step < 0)
        {
            _step = column - outer;
        }

        return outer + _step;
    }

    private void Open(in TokenPlace place)
    {
        var token = place.Token;
        switch (token.Type)
        {
            case YamlTokenType.BlockMappingStart:
                _open.Push(new(IndentKind.BlockMapping, token.Start.Column));
                break;
            case YamlTokenType.BlockSequenceStart:
                _open.Push(new(IndentKind.BlockSequence, token.Start.Column));
                break;
            case YamlTokenType.FlowMappingStart or YamlTokenType.FlowSequenceStart when place.Next is { } next:
                var indent = next.Start.Line == token.Start.Line ? next.Start.Column : Indented(_lineIndent, next.Start.Column);
                var kind = token.Type == YamlTokenType.FlowMappingStart ? IndentKind.FlowMapping : IndentKind.FlowSequence;
                _open.Push(new(kind, indent) { LineIndent = _lineIndent });
                break;
            case YamlTokenType.BlockEntry when !place.IsBefore(YamlTokenType.BlockEntry, YamlTokenType.BlockEnd):
                OpenEntry(token, place.Next!);
                break;
            case YamlTokenType.Key:
                _open.Push(new(IndentKind.Key, _open.Peek().Indent) { IsExplicit = ExplicitKeys.IsOne(token, Content) });
                break;
            case YamlTokenType.Value when _open.Peek().Kind == IndentKind.Key:
                OpenValue(place);
                break;
        }
    }

    private void OpenEntry(YamlToken token, YamlToken next)
    {
        // A sequence at the column of its key has no token of its own.
        if (_open.Peek().Kind != IndentKind.BlockSequence)
        {
            _open.Push(new(IndentKind.BlockSequence, token.Start.Column) { IsImplicit = true });
        }

        var indent = next.Start.Line == token.End.Line || next.Start.Column == token.Start.Column
            ? next.Start.Column
            : Indented(token.Start.Column, next.Start.Column);
        _open.Push(new(IndentKind.Entry, indent));
    }

    private void OpenValue(in TokenPlace place)
    {
        var (key, next) = (_open.Peek(), place.Next!);
        var keyLine = place.Previous!.Start.Line;
        if (next.Type is YamlTokenType.Anchor or YamlTokenType.Tag && next.Start.Line == keyLine
            && place.AfterNext is { } content && next.Start.Line < content.Start.Line)
        {
            next = content;
        }

        if (next.Type is YamlTokenType.BlockEnd or YamlTokenType.FlowMappingEnd or YamlTokenType.FlowSequenceEnd or YamlTokenType.Key)
        {
            return;
        }

        var column = next.Start.Column;
        var indent = next.Start.Line == (key.IsExplicit ? place.Token.Start.Line : keyLine) ? column
            : next.Type is YamlTokenType.BlockSequenceStart or YamlTokenType.BlockEntry && !key.IsExplicit
                ? SequenceIndent(key.Indent, column)
            : Indented(key.Indent, column);
        _open.Push(new(IndentKind.Value, indent));
    }

    private int SequenceIndent(int key, int column)
    {
        switch (_sequences)
        {
            case "False":
                return key;
            case "True":
                // Nothing has shown yet how far it ought to be.
                return _step < 0 && column == key ? -1 : Indented(key, column);
            case "consistent":
                _sequences = column == key ? "False" : "True";
                break;
        }

        return column == key ? key : Indented(key, column);
    }

    // Whether the levels made sense.
    private bool Close(in TokenPlace place)
    {
        var token = place.Token;
        var isSpent = false;
        while (true)
        {
            var level = _open.Peek();
            var ends = level.Kind switch
            {
                IndentKind.FlowSequence => token.Type == YamlTokenType.FlowSequenceEnd,
                IndentKind.FlowMapping => token.Type == YamlTokenType.FlowMappingEnd,
                IndentKind.BlockMapping or IndentKind.BlockSequence => token.Type == YamlTokenType.BlockEnd && !level.IsImplicit,
                _ => false,
            };
            if (ends && !isSpent)
            {
                _open.Pop();
                isSpent = true;
            }
            else if (level.Kind == IndentKind.Entry && EndsEntry(place))
            {
                _open.Pop();
                if (!place.IsBefore(YamlTokenType.BlockEntry) && _open.Peek().IsImplicit)
                {
                    _open.Pop();
                }
            }
            else if (level.Kind == IndentKind.Value
                && token.Type is not (YamlTokenType.Value or YamlTokenType.Anchor or YamlTokenType.Tag))
            {
                _open.Pop();
                if (_open.Pop().Kind != IndentKind.Key)
                {
                    return false;
                }
            }
            else if (level.Kind == IndentKind.Key
                && place.IsBefore(
                    YamlTokenType.BlockEnd, YamlTokenType.FlowMappingEnd, YamlTokenType.FlowSequenceEnd, YamlTokenType.Key))
            {
                _open.Pop();
            }
            else
            {
                return true;
            }
        }
    }

    private bool EndsEntry(in TokenPlace place) =>
        place.IsBefore(YamlTokenType.BlockEntry, YamlTokenType.BlockEnd)
        || (_open.ElementAt(1).IsImplicit
            && place.Token.Type is not (YamlTokenType.BlockEntry or YamlTokenType.Anchor or YamlTokenType.Tag));

    // A block scalar ends behind the breaks that follow it.
    private int LastLine(YamlToken token)
    {
        var line = token.End.Line + 1;
        for (var at = token.End.Index - 1; token.Type == YamlTokenType.Scalar && at >= token.Start.Index; at--)
        {
            if (!char.IsWhiteSpace(Content[at]))
            {
                break;
            }

            line -= Content[at] == '\n' ? 1 : 0;
        }

        return line;
    }

    private void JudgeLines(YamlToken token)
    {
        var expected = -1;
        var line = token.Start.Line + 1;
        for (var at = NextLine(token.Start.Index, token); at > 0; at = NextLine(at, token))
        {
            line++;
            var indent = at;
            while (indent < Content.Length && Content[indent] == ' ')
            {
                indent++;
            }

            if (indent >= Content.Length || Content[indent] is '\n' or '\r')
            {
                continue;
            }

            var found = indent - at;
            expected = expected < 0 ? ExpectedInside(token, found) : expected;
            if (found != expected)
            {
                Report(line, found + 1, $"wrong indentation: expected {expected} but found {found}");
            }
        }
    }

    private int NextLine(int from, YamlToken token) =>
        from < token.End.Index - 1 && Content.IndexOf('\n', from, token.End.Index - 1 - from) is >= 0 and var at ? at + 1 : 0;

    private int ExpectedInside(YamlToken token, int found)
    {
        var level = _open.Peek();
        return token.Style switch
        {
            '\0' => token.Start.Column,
            '\'' or '"' => token.Start.Column + 1,
            _ when level.Kind is IndentKind.Entry or IndentKind.Key => Indented(token.Start.Column, found),
            _ when level.Kind != IndentKind.Value || token.Start.Line + 1 > _line => Indented(level.Indent, found),
            _ when _open.ElementAt(1).IsExplicit => Indented(token.Start.Column, found),
            _ => Indented(_open.ElementAt(1).Indent, found),
        };
    }
}
