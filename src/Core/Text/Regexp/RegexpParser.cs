namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// Reads Go's regular expression syntax with its errors. Groups are kept on a stack of our own, so nesting costs no stack of the thread.
/// </summary>
internal sealed partial class RegexpParser
{
    private const int MaxHeight = 1000;

    // What Go allows an expression to grow to: 128 MB of its instructions.
    private const long MaxSize = 128 * 1024 * 1024 / 40;

    private readonly RegexpCursor _in;
    private readonly Stack<Frame> _frames = new();
    private readonly List<string> _names = [""];
    private Frame _frame = new(0, Options.None);
    private Options _options;

    private RegexpParser(ReadOnlySpan<byte> pattern) => _in = new RegexpCursor(pattern);

    [Flags]
    private enum Options
    {
        None = 0,
        Fold = 1,
        MultiLine = 2,
        DotNewline = 4,
        Lazy = 8,
    }

    /// <exception cref="RegexpSyntaxException">It is not a regular expression.</exception>
    public static (RegexpNode Root, string[] GroupNames) Parse(ReadOnlySpan<byte> pattern)
    {
        var parser = new RegexpParser(pattern);
        var root = parser.Run();
        return (root, [.. parser._names]);
    }

    private RegexpNode Run()
    {
        // Where the operator before this token began, or -1: two in a row are an error.
        var repeatedAt = -1;
        while (!_in.AtEnd)
        {
            var start = _in.Position;
            var operatorAt = -1;
            switch (_in.Peek())
            {
                case '(':
                    OpenGroup();
                    break;
                case ')':
                    CloseGroup();
                    break;
                case '|':
                    _in.Next();
                    _frame.EndAlternative();
                    break;
                case '*' or '+' or '?':
                    var letter = _in.Next();
                    Repeat(start, letter == '+' ? 1 : 0, letter == '?' ? 1 : -1, repeatedAt);
                    operatorAt = start;
                    break;
                case '{' when TryCounts(out var min, out var max):
                    if (min is < 0 or > MaxRepeat || max > MaxRepeat || (max >= 0 && min > max))
                    {
                        throw Error("invalid repeat count", start);
                    }

                    Repeat(start, min, max, repeatedAt);
                    operatorAt = start;
                    break;
                default:
                    if (Atom() is { } atom)
                    {
                        _frame.Sequence.Add(atom);
                    }

                    break;
            }

            repeatedAt = operatorAt;
        }

        if (_frames.Count > 0)
        {
            throw Error("missing closing )", 0);
        }

        return Limited(_frame.Close());
    }

    private RegexpNode? Atom()
    {
        switch (_in.Peek())
        {
            case '^':
                _in.Next();
                return RegexpNode.Of(_options.HasFlag(Options.MultiLine) ? Assertions.BeginLine : Assertions.BeginText);
            case '$':
                _in.Next();
                return RegexpNode.Of(_options.HasFlag(Options.MultiLine) ? Assertions.EndLine : Assertions.EndText);
            case '.':
                _in.Next();
                return RegexpNode.Of(_options.HasFlag(Options.DotNewline) ? RuneSet.Any : RuneSet.AnyButNewline);
            case '[':
                return RegexpNode.Of(CharacterClass());
            case '\\':
                return Escape();
            default:
                return Literal(_in.Next());
        }
    }

    private RegexpNode Literal(int rune) => RegexpNode.Of(RuneSetBuilder.Literal(rune, _options.HasFlag(Options.Fold)));

    private RegexpNode? Escape()
    {
        Assertions assertion;
        switch (_in.Peek(1))
        {
            case 'A':
                assertion = Assertions.BeginText;
                break;
            case 'z':
                assertion = Assertions.EndText;
                break;
            case 'b':
                assertion = Assertions.WordBoundary;
                break;
            case 'B':
                assertion = Assertions.NoWordBoundary;
                break;
            case 'Q':
                return Quotation();
            default:
                var builder = new RuneSetBuilder();
                return TryNamedSet(builder) ? RegexpNode.Of(builder.Build()) : Literal(EscapedRune());
        }

        _in.Skip(2);
        return RegexpNode.Of(assertion);
    }

    private RegexpNode? Quotation()
    {
        _in.Skip(2);
        while (!_in.AtEnd && !(_in.Peek() == '\\' && _in.Peek(1) == 'E'))
        {
            _frame.Sequence.Add(Literal(_in.Next()));
        }

        _in.Skip(Math.Min(2, _in.Left));

        // A repetition after \E applies to the last character, so it must be the last child.
        var sequence = _frame.Sequence;
        if (sequence.Count == 0)
        {
            return null;
        }

        var last = sequence[^1];
        sequence.RemoveAt(sequence.Count - 1);
        return last;
    }

    private void OpenGroup()
    {
        if (_in.Peek(1) == '?')
        {
            OpenFlagged();
            return;
        }

        _in.Next();
        Push(_names.Count);
        _names.Add("");
    }

    private void Push(int group)
    {
        _frames.Push(_frame);
        _frame = new Frame(group, _options);
    }

    private void CloseGroup()
    {
        if (_frames.Count == 0)
        {
            throw Error("unexpected )", 0, _in.Length);
        }

        _in.Next();
        var closed = _frame;
        _options = closed.Saved;
        _frame = _frames.Pop();
        var body = closed.Close();
        _frame.Sequence.Add(Limited(closed.Group > 0 ? RegexpNode.Group(closed.Group, body) : body));
    }

    private RegexpNode Limited(RegexpNode node)
    {
        if (node.Height > MaxHeight)
        {
            throw Error("expression nests too deeply", 0, _in.Length);
        }

        return node.Size > MaxSize ? throw Error("expression too large", 0, _in.Length) : node;
    }

    private RegexpSyntaxException Error(string kind, int start) => Error(kind, start, _in.Position);

    private RegexpSyntaxException Error(string kind, int start, int end) => new(kind, _in.Text(start, end));

    private sealed class Frame(int group, Options saved)
    {
        private readonly List<RegexpNode> _alternatives = [];

        public int Group { get; } = group;

        public Options Saved { get; } = saved;

        public List<RegexpNode> Sequence { get; private set; } = [];

        public void EndAlternative()
        {
            _alternatives.Add(RegexpNode.Concat(Sequence));
            Sequence = [];
        }

        public RegexpNode Close()
        {
            EndAlternative();
            return RegexpNode.Alternate(_alternatives);
        }
    }
}
