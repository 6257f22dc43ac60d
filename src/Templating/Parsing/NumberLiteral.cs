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
        // The lexer made sure of NUMBER SIGN NUMBER i; the sign of an exponent is no border.
        var split = text.Length - 2;
        while (text[split] is not ((byte)'+' or (byte)'-') || text[split - 1] is (byte)'e' or (byte)'E' or (byte)'p' or (byte)'P')
        {
            split--;
        }

        error = "syntax error scanning complex number";
        return GoNumber.ParseFloat(text[..split], out var real) == GoNumberError.None
            && GoNumber.ParseFloat(text[split..^1], out var imaginary) == GoNumberError.None
            ? OfComplex(real, imaginary)
            : null;
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
