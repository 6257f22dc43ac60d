namespace SecretsKit.Core.Text.Regexp;

internal sealed partial class RegexpParser
{
    private static readonly int[] Digits = ['0', '9'];
    private static readonly int[] Blanks = ['\t', '\n', '\f', '\r', ' ', ' '];
    private static readonly int[] WordCharacters = ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'];

    private RuneSet CharacterClass()
    {
        var start = _in.Position;
        var fold = _options.HasFlag(Options.Fold);
        _in.Next();
        var negated = _in.Accept('^');
        var set = new RuneSetBuilder();

        // A closing bracket that is first is a member.
        for (var first = true; _in.AtEnd || _in.Peek() != ']' || first; first = false)
        {
            if ((_in.Left > 2 && _in.Peek() == '[' && _in.Peek(1) == ':' && TryPosix(set)) || TryNamedSet(set))
            {
                continue;
            }

            var rangeAt = _in.Position;
            var low = Member(start);
            var high = low;
            if (_in.Left >= 2 && _in.Peek() == '-' && _in.Peek(1) != ']')
            {
                _in.Next();
                high = Member(start);
                if (high < low)
                {
                    throw Error("invalid character class range", rangeAt);
                }
            }

            set.Add(low, high, fold);
        }

        _in.Next();
        return set.Build(negated);
    }

    private int Member(int classStart)
    {
        if (_in.AtEnd)
        {
            throw Error("missing closing ]", classStart, _in.Length);
        }

        return _in.Peek() == '\\' ? EscapedRune() : _in.Next();
    }

    private bool TryPosix(RuneSetBuilder set)
    {
        for (var i = _in.Position + 2; i + 1 < _in.Length; i++)
        {
            if (_in.At(i) != ':' || _in.At(i + 1) != ']')
            {
                continue;
            }

            var name = _in.Text(_in.Position + 2, i);
            var negated = name.StartsWith('^');
            if (Posix(negated ? name[1..] : name) is not { } ranges)
            {
                throw Error("invalid character class range", _in.Position, i + 2);
            }

            set.Add(ranges, negated, _options.HasFlag(Options.Fold));
            _in.Position = i + 2;
            return true;
        }

        return false;
    }

    private static int[]? Posix(string name) => name switch
    {
        "alnum" => ['0', '9', 'A', 'Z', 'a', 'z'],
        "alpha" => ['A', 'Z', 'a', 'z'],
        "ascii" => [0, 0x7f],
        "blank" => ['\t', '\t', ' ', ' '],
        "cntrl" => [0, 0x1f, 0x7f, 0x7f],
        "digit" => Digits,
        "graph" => ['!', '~'],
        "lower" => ['a', 'z'],
        "print" => [' ', '~'],
        "punct" => ['!', '/', ':', '@', '[', '`', '{', '~'],
        "space" => ['\t', '\r', ' ', ' '],
        "upper" => ['A', 'Z'],
        "word" => WordCharacters,
        "xdigit" => ['0', '9', 'A', 'F', 'a', 'f'],
        _ => null,
    };

    /// <summary>Reads <c>\d</c>, <c>\S</c>, <c>\pL</c>, <c>\P{Greek}</c> and the like.</summary>
    private bool TryNamedSet(RuneSetBuilder set)
    {
        if (_in.Peek() != '\\')
        {
            return false;
        }

        var letter = _in.Peek(1);
        switch (letter)
        {
            case 'd' or 'D':
                set.Add(Digits, letter == 'D', _options.HasFlag(Options.Fold));
                break;
            case 's' or 'S':
                set.Add(Blanks, letter == 'S', _options.HasFlag(Options.Fold));
                break;
            case 'w' or 'W':
                set.Add(WordCharacters, letter == 'W', _options.HasFlag(Options.Fold));
                break;
            case 'p' or 'P':
                UnicodeSet(set, letter == 'P');
                return true;
            default:
                return false;
        }

        _in.Skip(2);
        return true;
    }

    private void UnicodeSet(RuneSetBuilder set, bool negated)
    {
        var start = _in.Position;
        _in.Skip(2);
        string name;
        if (_in.AtEnd)
        {
            name = "";
        }
        else if (_in.Next() != '{')
        {
            name = _in.Text(_in.Position - 1, _in.Position);
        }
        else
        {
            var end = _in.Find('}');
            if (end < 0)
            {
                RequireUtf8(start, _in.Length);
                throw Error("invalid character class range", start, _in.Length);
            }

            RequireUtf8(_in.Position, end);
            name = _in.Text(_in.Position, end);
            _in.Position = end + 1;
        }

        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        var ranges = UnicodeClasses.Find(name) ?? throw Error("invalid character class range", start);
        set.Add(ranges, negated, _options.HasFlag(Options.Fold));
    }

    /// <summary>Reads an escape that stands for one character.</summary>
    private int EscapedRune()
    {
        var start = _in.Position;
        _in.Next();
        if (_in.AtEnd)
        {
            throw new RegexpSyntaxException("trailing backslash at end of expression", "");
        }

        var letter = _in.Next();
        switch (letter)
        {
            case >= '1' and <= '7' when _in.Peek() is < '0' or > '7':
                // One digit alone would be a reference back.
                break;
            case >= '0' and <= '7':
                return Octal(letter - '0');
            case 'x' when TryHex(out var rune):
                return rune;
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)letter):
                return letter;
        }

        throw Error("invalid escape sequence", start);
    }

    private int Octal(int value)
    {
        for (var i = 1; i < 3 && _in.Peek() is >= '0' and <= '7'; i++)
        {
            value = (value * 8) + _in.Next() - '0';
        }

        return value;
    }

    // What has been read when it fails is the part of the pattern that the error names.
    private bool TryHex(out int value)
    {
        value = 0;
        if (_in.AtEnd)
        {
            return false;
        }

        if (!_in.Accept('{'))
        {
            var high = HexDigit(_in.Next());
            var low = _in.AtEnd ? -1 : HexDigit(_in.Next());
            value = (high * 16) + low;
            return high >= 0 && low >= 0;
        }

        for (var digits = 0; !_in.AtEnd; digits++)
        {
            var c = _in.Next();
            if (c == '}')
            {
                return digits > 0;
            }

            var digit = HexDigit(c);
            value = (value * 16) + digit;
            if (digit < 0 || value > RuneSet.MaxRune)
            {
                return false;
            }
        }

        return false;
    }

    private static int HexDigit(int c) => c is >= 0 and < 0x80 && char.IsAsciiHexDigit((char)c)
        ? Convert.ToInt32(((char)c).ToString(), 16)
        : -1;
}
