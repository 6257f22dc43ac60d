using System.Diagnostics.CodeAnalysis;

namespace SecretsKit.Core.Text;

/// <summary>Reads one alternative of a <see cref="VersionConstraint"/>.</summary>
internal ref struct VersionConstraintReader(string text)
{
    private const string ParserError = "constraint parser error";

    // Longer ones first.
    private static readonly string[] Operators = ["!=", ">=", "=>", "<=", "=<", "~>", "=", ">", "<", "~", "^"];

    private readonly string _text = text;
    private int _at;

    public bool TryRead([NotNullWhen(true)] out VersionComparison[]? comparisons, out string error)
    {
        var found = new List<VersionComparison>();
        comparisons = null;
        error = $"improper constraint: {GoQuote.Format(_text)}";
        SkipBlanks();
        while (true)
        {
            var sign = ReadOperator();
            SkipBlanks();
            if (!TryReadVersion(out var comparison, ref error))
            {
                return false;
            }

            found.Add(comparison with { Operator = sign });
            if (!TryReadRangeEnd(sign, found, ref error))
            {
                return false;
            }

            var gap = SkipBlanks();
            if (_at == _text.Length)
            {
                comparisons = [.. found];
                return true;
            }

            if (_text[_at] == ',')
            {
                _at++;
                SkipBlanks();
            }
            else if (gap == 0)
            {
                return false;
            }
        }
    }

    // A - B, with blanks around the hyphen, stands for >=A, <=B.
    private bool TryReadRangeEnd(string sign, List<VersionComparison> found, ref string error)
    {
        var start = _at;
        if (SkipBlanks() > 0 && _at < _text.Length && _text[_at] == '-')
        {
            _at++;
            if (SkipBlanks() > 0)
            {
                if (sign.Length > 0 || !TryReadVersion(out var end, ref error))
                {
                    return false;
                }

                found[^1] = found[^1] with { Operator = ">=" };
                found.Add(end with { Operator = "<=" });
                return true;
            }
        }

        _at = start;
        return true;
    }

    private int SkipBlanks()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\f' or '\r')
        {
            _at++;
        }

        return _at - start;
    }

    private string ReadOperator()
    {
        foreach (var sign in Operators)
        {
            if (_text.AsSpan(_at).StartsWith(sign))
            {
                _at += sign.Length;
                return sign;
            }
        }

        return "";
    }

    private bool TryReadVersion([NotNullWhen(true)] out VersionComparison? comparison, ref string error)
    {
        comparison = null;
        var start = _at;
        if (_at < _text.Length && _text[_at] == 'v')
        {
            _at++;
        }

        var numbers = new string[3];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ReadNumber(i > 0);
        }

        if (numbers[0].Length == 0)
        {
            return false;
        }

        var extras = ReadExtra('-') + ReadExtra('+');
        var wildcard = Array.FindIndex(numbers, number => number is "" or "x" or "X" or "*");
        if (wildcard >= 0)
        {
            numbers.AsSpan(wildcard).Fill("0");
        }

        if (!SemanticVersion.TryParse(string.Join('.', numbers) + extras, SemanticVersionStyle.Loose, out var target))
        {
            error = ParserError;
            return false;
        }

        comparison = new("", _text[start.._at], target, wildcard >= 0, wildcard == 1, wildcard == 2);
        return true;
    }

    // Digits and wildcards mixed are let through here and refused as a whole.
    private string ReadNumber(bool afterPoint)
    {
        var start = _at;
        if (afterPoint)
        {
            if (_at >= _text.Length || _text[_at] != '.')
            {
                return "";
            }

            _at++;
        }

        var begin = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] is 'x' or 'X' or '*' or '|'))
        {
            _at++;
        }

        if (_at == begin)
        {
            _at = start;
        }

        return _text[begin..Math.Max(_at, begin)];
    }

    private string ReadExtra(char mark)
    {
        var start = _at;
        if (_at < _text.Length && _text[_at] == mark)
        {
            do
            {
                var identifier = ++_at;
                while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '-'))
                {
                    _at++;
                }

                if (_at == identifier)
                {
                    // What has no identifier behind it is not part of the version.
                    _at = identifier - 1;
                    break;
                }
            }
            while (_at < _text.Length && _text[_at] == '.');
        }

        return _text[start.._at];
    }
}
