namespace SecretsKit.Core.Text;

/// <summary>
/// Reads integers, floats and truth values by the rules of Go's <c>strconv</c>. The texts may be secret, so failure is a kind;
/// <see cref="Describe(string, ReadOnlySpan{byte}, GoNumberError)"/> makes the reference's message for callers that know their text is not.
/// </summary>
public static class GoNumber
{
    /// <summary><c>strconv.ParseInt</c>.</summary>
    /// <param name="text">The whole text; blanks are not skipped.</param>
    /// <param name="numberBase">2 to 36, or 0: the prefixes <c>0b 0o 0x 0</c> decide and underscores may separate digits.</param>
    /// <param name="value">The value; on <see cref="GoNumberError.Range"/> the nearest one that fits, on another error 0.</param>
    /// <param name="bitSize">1 to 64.</param>
    public static GoNumberError ParseInt(ReadOnlySpan<byte> text, int numberBase, out long value, int bitSize = 64)
    {
        value = 0;
        var negative = text is [(byte)'-', ..];
        var digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        var error = ParseUint(digits, numberBase, out var magnitude, bitSize);
        if (error == GoNumberError.Syntax)
        {
            return error;
        }

        var limit = 1UL << (bitSize - 1);
        if (negative ? magnitude > limit : magnitude >= limit)
        {
            value = negative ? unchecked(-(long)limit) : unchecked((long)(limit - 1));
            return GoNumberError.Range;
        }

        value = negative ? unchecked(-(long)magnitude) : (long)magnitude;
        return GoNumberError.None;
    }

    /// <summary><c>strconv.ParseUint</c>: no sign.</summary>
    /// <param name="text">The whole text; blanks are not skipped.</param>
    /// <param name="numberBase">2 to 36, or 0: the prefixes <c>0b 0o 0x 0</c> decide and underscores may separate digits.</param>
    /// <param name="value">The value; on <see cref="GoNumberError.Range"/> the largest one, on another error 0.</param>
    /// <param name="bitSize">1 to 64.</param>
    public static GoNumberError ParseUint(ReadOnlySpan<byte> text, int numberBase, out ulong value, int bitSize = 64)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numberBase, 36);
        ArgumentOutOfRangeException.ThrowIfLessThan(bitSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitSize, 64);
        value = 0;
        var separated = numberBase == 0;
        var digits = text;
        if (separated)
        {
            (numberBase, var prefix) = BaseOf(text);
            digits = text[prefix..];
        }
        else
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(numberBase, 2);
        }

        if (digits.IsEmpty)
        {
            return GoNumberError.Syntax;
        }

        var largest = bitSize == 64 ? ulong.MaxValue : (1UL << bitSize) - 1;
        var sum = 0UL;
        var underscores = false;
        foreach (var c in digits)
        {
            if (c == '_' && separated)
            {
                underscores = true;
                continue;
            }

            var digit = DigitOf(c);
            if (digit >= numberBase)
            {
                return GoNumberError.Syntax;
            }

            // An overflow ends the reading: what follows is not looked at.
            if (sum > (largest - (ulong)digit) / (ulong)numberBase)
            {
                value = largest;
                return GoNumberError.Range;
            }

            sum = (sum * (ulong)numberBase) + (ulong)digit;
        }

        if (underscores && !FloatSyntax.UnderscoresSeparateDigits(text))
        {
            return GoNumberError.Syntax;
        }

        value = sum;
        return GoNumberError.None;
    }

    /// <summary><c>strconv.Atoi</c>: decimal, with an optional sign.</summary>
    public static GoNumberError Atoi(ReadOnlySpan<byte> text, out long value) => ParseInt(text, 10, out value);

    /// <summary>
    /// <c>strconv.ParseFloat(text, 64)</c>: decimal and hexadecimal numbers, underscores between digits, <c>inf</c>,
    /// <c>infinity</c> and <c>nan</c> in any case.
    /// </summary>
    /// <param name="text">The whole text; blanks are not skipped.</param>
    /// <param name="value">The nearest double; on <see cref="GoNumberError.Range"/> an infinity, on another error 0.</param>
    public static GoNumberError ParseFloat(ReadOnlySpan<byte> text, out double value) => FloatSyntax.Parse(text, out value);

    /// <summary><c>strconv.ParseBool</c>: 1, t, T, TRUE, true, True, 0, f, F, FALSE, false, False.</summary>
    public static GoNumberError ParseBool(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.SequenceEqual("1"u8) || text.SequenceEqual("t"u8) || text.SequenceEqual("T"u8)
            || text.SequenceEqual("true"u8) || text.SequenceEqual("TRUE"u8) || text.SequenceEqual("True"u8);
        var no = text.SequenceEqual("0"u8) || text.SequenceEqual("f"u8) || text.SequenceEqual("F"u8)
            || text.SequenceEqual("false"u8) || text.SequenceEqual("FALSE"u8) || text.SequenceEqual("False"u8);
        return value || no ? GoNumberError.None : GoNumberError.Syntax;
    }

    /// <summary>The cause in Go's words: <c>invalid syntax</c> or <c>value out of range</c>.</summary>
    public static string Describe(GoNumberError error) => error switch
    {
        GoNumberError.Syntax => "invalid syntax",
        GoNumberError.Range => "value out of range",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };

    /// <summary>
    /// The whole message, <c>strconv.ParseInt: parsing "x": invalid syntax</c>. It quotes the text:
    /// never call it for a value of a document.
    /// </summary>
    /// <param name="function">The Go function, such as <c>ParseInt</c> or <c>Atoi</c>.</param>
    /// <param name="text">The text that was read.</param>
    /// <param name="error">What came of it.</param>
    public static string Describe(string function, ReadOnlySpan<byte> text, GoNumberError error) =>
        $"strconv.{function}: parsing {GoQuote.Format(text, GoQuoteStyle.Quote)}: {Describe(error)}";

    private static (int Base, int Prefix) BaseOf(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'0', ..])
        {
            return (10, 0);
        }

        if (text.Length >= 3)
        {
            switch (text[1] | 0x20)
            {
                case 'b':
                    return (2, 2);
                case 'o':
                    return (8, 2);
                case 'x':
                    return (16, 2);
            }
        }

        // The zero alone is a number, so it stays a digit.
        return (8, 0);
    }

    private static int DigitOf(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'Z' => c - 'A' + 10,
        _ => int.MaxValue,
    };
}
