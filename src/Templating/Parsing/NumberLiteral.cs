using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Parsing;

/// <summary>
/// A constant without a type of its own: everything that its text can mean at once (spec go-template.md 1.4). The parameter that it is
/// passed to picks, else <see cref="Ideal"/>.
/// </summary>
internal sealed class NumberLiteral
{
    private NumberLiteral()
    {
    }

    /// <summary>As an integer, if it is one.</summary>
    public long? Integer { get; private set; }

    /// <summary>As an unsigned integer, if it is one.</summary>
    public ulong? Unsigned { get; private set; }

    /// <summary>As a float, if it is one.</summary>
    public double? Float { get; private set; }

    /// <summary>The value without a hint of a type; null if it overflows <c>int</c>.</summary>
    public Value? Ideal { get; private set; }

    /// <summary>Reads the text of a token.</summary>
    /// <returns>Null if it is no number; then <paramref name="error"/> is Go's text.</returns>
    public static NumberLiteral? Parse(TokenKind kind, ReadOnlySpan<byte> text, out string error)
    {
        error = "";
        return kind switch
        {
            TokenKind.CharacterConstant => ParseCharacter(text, out error),
            TokenKind.Complex => ParseComplex(text, out error),
            _ => text is [.., (byte)'i'] && GoNumber.ParseFloat(text[..^1], out var imaginary) == GoNumberError.None
                ? OfComplex(0, imaginary)
                : ParseReal(text, out error),
        };
    }

    private static NumberLiteral? ParseCharacter(ReadOnlySpan<byte> text, out string error)
    {
        error = "invalid syntax";
        var rest = text[1..];
        if (!StringLiteral.TryReadCharacter(ref rest, (byte)'\'', out var value, out _))
        {
            return null;
        }

        if (rest is not [(byte)'\''])
        {
            error = "malformed character constant: " + System.Text.Encoding.UTF8.GetString(text);
            return null;
        }

        return new() { Integer = value, Unsigned = (ulong)value, Float = value, Ideal = Value.Int(value) };
    }

    private static NumberLiteral? ParseComplex(ReadOnlySpan<byte> text, out string error)
    {
        error = "syntax error scanning complex number";
        var split = FloatLength(text);
        if (split == text.Length || text[split] is not ((byte)'+' or (byte)'-'))
        {
            return null;
        }

        var end = split + 1 + FloatLength(text[(split + 1)..]);
        if (end == text.Length || text[end] != 'i')
        {
            return null;
        }

        return TryParseFloat(text[..split], out var real, ref error) && TryParseFloat(text[split..end], out var imaginary, ref error)
            ? OfComplex(real, imaginary)
            : null;
    }

    private static bool TryParseFloat(ReadOnlySpan<byte> text, out double value, ref string error)
    {
        var failure = GoNumber.ParseFloat(text, out value);
        error = failure == GoNumberError.None ? error : GoNumber.Describe("ParseFloat", text, failure);
        return failure == GoNumberError.None;
    }

    // How far fmt.Sscan takes the text for a number: no prefix but 0x is one, and an i in place of a digit is taken for that of Inf.
    private static int FloatLength(ReadOnlySpan<byte> text)
    {
        var at = text is [(byte)'+' or (byte)'-', ..] ? 1 : 0;
        at += text[at..] is [(byte)'i', ..] ? 1 : 0;
        var isHexadecimal = text[at..] is [(byte)'0', (byte)'x' or (byte)'X', ..];
        at += isHexadecimal ? 2 : 0;
        var digits = isHexadecimal ? "0123456789abcdefABCDEF_"u8 : "0123456789_"u8;
        Skip(text, digits, ref at);
        if (text[at..] is [(byte)'.', ..])
        {
            at++;
            Skip(text, digits, ref at);
        }

        if (at < text.Length && (isHexadecimal ? "pP"u8 : "eEpP"u8).Contains(text[at]))
        {
            at++;
            at += text[at..] is [(byte)'+' or (byte)'-', ..] ? 1 : 0;
            Skip(text, "0123456789_"u8, ref at);
        }

        return at;
    }

    private static void Skip(ReadOnlySpan<byte> text, ReadOnlySpan<byte> digits, ref int at)
    {
        while (at < text.Length && digits.Contains(text[at]))
        {
            at++;
        }
    }

    private static NumberLiteral OfComplex(double real, double imaginary)
    {
        var literal = new NumberLiteral { Ideal = Value.Of(new ComplexNumber(real, imaginary)) };
        if (imaginary == 0)
        {
            literal.TakeFloat(real);
        }

        return literal;
    }

    private static NumberLiteral? ParseReal(ReadOnlySpan<byte> text, out string error)
    {
        var literal = new NumberLiteral();
        error = "";
        if (GoNumber.ParseUint(text, 0, out var unsigned) == GoNumberError.None)
        {
            literal.Unsigned = unsigned;
        }

        if (GoNumber.ParseInt(text, 0, out var integer) == GoNumberError.None)
        {
            literal.Integer = integer;
            literal.Unsigned ??= integer == 0 ? 0UL : null;
        }

        var looksFloat = text.IndexOfAny(".eEpP"u8) >= 0;
        if (literal.Integer is { } whole)
        {
            literal.Float = whole;
        }
        else if (literal.Unsigned is { } natural)
        {
            literal.Float = natural;
        }
        else if (GoNumber.ParseFloat(text, out var real) != GoNumberError.None)
        {
            error = "illegal number syntax: " + GoQuote.Format(text, GoQuoteStyle.Quote);
            return null;
        }
        else if (!looksFloat)
        {
            error = "integer overflow: " + GoQuote.Format(text, GoQuoteStyle.Quote);
            return null;
        }
        else
        {
            literal.TakeFloat(real);
        }

        var isHexadecimal = text.Length > 2 && text[0] == '0' && text[1] is (byte)'x' or (byte)'X' && text.IndexOfAny("pP"u8) < 0;
        literal.Ideal = looksFloat && !isHexadecimal ? Value.Float(literal.Float!.Value)
            : literal.Integer is { } fits ? Value.Int(fits) : null;
        return literal;
    }

    private void TakeFloat(double value)
    {
        Float = value;
        if (value == Math.Truncate(value))
        {
            Integer ??= value is >= long.MinValue and < 9223372036854775808.0 ? (long)value : null;
            Unsigned ??= value is >= 0 and < 18446744073709551616.0 ? (ulong)value : null;
        }
    }
}
