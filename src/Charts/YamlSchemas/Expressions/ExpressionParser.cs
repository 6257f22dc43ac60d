using System.Globalization;
using System.Numerics;
using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Expressions;

/// <summary>Reads the expressions of a schema: validators in parentheses around values and other validators.</summary>
internal sealed class ExpressionParser
{
    private const int MaxDepth = 64;

    private readonly string _text;
    private int _at;
    private int _depth;

    private ExpressionParser(string text) => _text = text;

    /// <summary>Reads one.</summary>
    /// <exception cref="ExpressionException">It is none.</exception>
    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        parser.SkipBlanks();
        var expression = parser.Value();
        return parser._at == text.Length ? expression : throw Invalid();
    }

    private Expression Value()
    {
        if (++_depth > MaxDepth)
        {
            throw new ExpressionException($"nested deeper than {MaxDepth} levels");
        }

        var expression = Current switch
        {
            '\'' or '"' => Text(isRaw: false),
            'r' when Ahead(1) is '\'' or '"' => Text(isRaw: true),
            '-' or '+' or '.' or (>= '0' and <= '9') => Number(),
            _ when char.IsAsciiLetter(Current) || Current == '_' => NameOrCall(),
            _ => throw Invalid(),
        };
        _depth--;
        SkipBlanks();
        return expression;
    }

    private Expression NameOrCall()
    {
        var name = Word();
        SkipBlanks();
        return Current == '(' ? Call(name) : name switch
        {
            "True" => new LiteralExpression(new BooleanValue(true)),
            "False" => new LiteralExpression(new BooleanValue(false)),
            "None" => new LiteralExpression(new NullValue()),
            _ => new NameExpression(name),
        };
    }

    private CallExpression Call(string name)
    {
        _at++;
        var arguments = new List<Expression>();
        var keywords = new Dictionary<string, Expression>();
        for (SkipBlanks(); Current != ')'; SkipBlanks())
        {
            var argument = Argument();
            if (Current == '=' && argument is NameExpression keyword)
            {
                _at++;
                SkipBlanks();
                keywords[keyword.Name] = Argument();
            }
            else
            {
                arguments.Add(argument);
            }

            if (Current == ',')
            {
                _at++;
            }
            else if (Current != ')')
            {
                throw Unclosed();
            }
        }

        _at++;
        return new(name, arguments, keywords);
    }

    private Expression Argument() => _at < _text.Length ? Value() : throw Unclosed();

    private LiteralExpression Text(bool isRaw)
    {
        _at += isRaw ? 1 : 0;
        var quote = Current;
        var text = new System.Text.StringBuilder();
        for (_at++; Current != quote; _at++)
        {
            if (_at >= _text.Length)
            {
                throw new ExpressionException("unterminated string literal (detected at line 1) (<unknown>, line 1)");
            }

            if (Current == '\\' && !isRaw)
            {
                _at++;
                text.Append(Escape());
            }
            else
            {
                text.Append(Current);
                if (Current == '\\' && Ahead(1) == quote)
                {
                    text.Append(quote);
                    _at++;
                }
            }
        }

        _at++;
        return new(new TextValue(text.ToString()));
    }

    // An escape that is none is two characters.
    private string Escape() => Current switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        '\\' => "\\",
        '\'' => "'",
        '"' => "\"",
        var other => $"\\{other}",
    };

    private LiteralExpression Number()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '.' or '_'
            || (Current is '-' or '+' && (_at == start || Ahead(-1) is 'e' or 'E')))
        {
            _at++;
        }

        var text = _text[start.._at].Replace("_", "", StringComparison.Ordinal);
        return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? new(new IntegerValue(whole))
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? new(new FloatValue(number))
            : throw Invalid();
    }

    private string Word()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_')
        {
            _at++;
        }

        return _text[start.._at];
    }

    private char Current => Ahead(0);

    private char Ahead(int distance) => _at + distance < _text.Length ? _text[_at + distance] : '\0';

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\n')
        {
            _at++;
        }
    }

    private ExpressionException Unclosed() =>
        _at >= _text.Length ? new("'(' was never closed (<unknown>, line 1)") : Invalid();

    private static ExpressionException Invalid() => new("invalid syntax (<unknown>, line 1)");
}
