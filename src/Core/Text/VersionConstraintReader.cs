using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>Reads one alternative of a <see cref="VersionConstraint"/>.</summary>
internal ref struct VersionConstraintReader(string text)
{
    private const string ParserError = "constraint parser error";

    // Longer ones first.
    private static readonly string[] Operators = ["!=", ">=", "=>", "<=", "=<", "~>", "=", ">", "<", "~", "^"];

    private readonly string _text = text;
    private int _at;

    public bool TryRead(bool quotes, [NotNullWhen(true)] out VersionComparison[]? comparisons, out string error)
    {
        comparisons = null;
        error = "improper constraint: " + (quotes ? GoQuote.Format(_text) : _text);
        if (!TryReadParts(out var parts))
        {
            return false;
        }

        // Only what has the form of a constraint as a whole is asked for its versions.
        var found = new VersionComparison[parts.Count];
        for (var i = 0; i < found.Length; i++)
        {
            if (!TryCompare(parts[i], out var comparison))
            {
                error = ParserError;
                return false;
            }

            found[i] = comparison;
        }

        comparisons = found;
        return true;
    }

    private bool TryReadParts(out List<Part> parts)
    {
        parts = [];
        SkipBlanks();
        while (true)
        {
            var sign = ReadOperator();
            SkipBlanks();
            var start = _at;
            if (!TrySkipVersion(out var numbers, out var extras))
            {
                return false;
            }

            parts.Add(new(sign, _text[start.._at], numbers, extras));
            var gap = SkipBlanks();
            if (_at == _text.Length)
            {
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

    /// <summary>
    /// Writes each <c>A - B</c>, with blanks around the hyphen, as <c>>= A, &lt;= B</c> and one blank. The blanks around the whole vanish,
    /// as in the reference: what precedes a range is glued to it, what follows is not.
    /// </summary>
    public static string WithoutRanges(string text)
    {
        var result = new StringBuilder();
        var done = 0;
        var at = 0;
        while (at < text.Length)
        {
            var reader = new VersionConstraintReader(text) { _at = at };
            if (!reader.TrySkipRange(out var first, out var last))
            {
                at++;
                continue;
            }

            result.Append(text, done, at - done).Append($">= {text[first]}, <= {text[last]} ");
            (done, at) = (reader._at, reader._at);
        }

        return done == 0 ? text : result.Append(text, done, text.Length - done).ToString();
    }

    private bool TrySkipRange(out Range first, out Range last)
    {
        last = default;
        SkipBlanks();
        if (!TrySkipVersion(out first) || SkipBlanks() == 0 || _at == _text.Length || _text[_at] != '-')
        {
            return false;
        }

        _at++;
        if (SkipBlanks() == 0 || !TrySkipVersion(out last))
        {
            return false;
        }

        SkipBlanks();
        return true;
    }

    private bool TrySkipVersion(out Range range)
    {
        var start = _at;
        var isVersion = TrySkipVersion(out _, out _);
        range = start.._at;
        return isVersion;
    }

    private bool TrySkipVersion(out string[] numbers, out string extras)
    {
        numbers = ["", "", ""];
        extras = "";
        if (_at < _text.Length && _text[_at] == 'v')
        {
            _at++;
        }

        for (var i = 0; i < numbers.Length && (i == 0 || numbers[i - 1].Length > 0); i++)
        {
            numbers[i] = ReadNumber(i > 0);
        }

        extras = numbers[0].Length == 0 ? "" : ReadExtra('-') + ReadExtra('+');
        return numbers[0].Length > 0;
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

    private static bool TryCompare(Part part, [NotNullWhen(true)] out VersionComparison? comparison)
    {
        var (sign, written, numbers, extras) = part;
        var wildcard = Array.FindIndex(numbers, number => number is "" or "x" or "X" or "*");
        if (wildcard >= 0)
        {
            numbers.AsSpan(wildcard).Fill("0");
        }

        comparison = SemanticVersion.TryParse(string.Join('.', numbers) + extras, SemanticVersionStyle.Loose, out var target)
            ? new(sign, written, target, wildcard >= 0, wildcard == 1, wildcard == 2)
            : null;
        return comparison is not null;
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

    // One comparison as it is written: the numbers may be wildcards or missing.
    private readonly record struct Part(string Operator, string Written, string[] Numbers, string Extras);
}
