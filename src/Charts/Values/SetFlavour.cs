using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Values;

/// <summary>Reads a value that is not delimited by commas, and says how many bytes it and the comma after it took.</summary>
internal delegate Value ReadWholeValue(ReadOnlySpan<byte> text, out int consumed);

/// <summary>What the kinds of <c>--set</c> make of the text after the equals sign.</summary>
internal sealed class SetFlavour
{
    private SetFlavour(HelmGeneration generation) => IgnoresOpenIndex = generation == HelmGeneration.V4;

    /// <summary>Where a key ends.</summary>
    public ReadOnlySpan<byte> KeyStops => ReadWhole is null ? "=[,."u8 : TakesCommasInKeys ? "=[."u8 : "=[,."u8;

    /// <summary>Whether an index without its closing bracket is ignored instead of refused.</summary>
    public bool IgnoresOpenIndex { get; }

    /// <summary>Makes a value of text up to a comma.</summary>
    public Func<byte[], Value> Convert { get; private init; } = Typed;

    /// <summary>Reads the value in its own grammar, or null where commas delimit it.</summary>
    public ReadWholeValue? ReadWhole { get; private init; }

    /// <summary>Whether a backslash takes what follows as it is. Default true.</summary>
    public bool HasEscapes { get; private init; } = true;

    private bool TakesCommasInKeys { get; init; }

    /// <summary><c>--set</c>: numbers, truth values and null where the text is one.</summary>
    public static SetFlavour Plain(HelmGeneration generation) => new(generation);

    /// <summary><c>--set-string</c>.</summary>
    public static SetFlavour String(HelmGeneration generation) => new(generation) { Convert = Value.Of };

    /// <summary><c>--set-file</c>: the text is a path.</summary>
    public static SetFlavour File(HelmGeneration generation, Func<string, byte[]> read) =>
        new(generation) { Convert = path => Value.Of(read(Encoding.UTF8.GetString(path))) };

    /// <summary><c>--set-literal</c>: all the rest, as it is.</summary>
    public static SetFlavour Literal(HelmGeneration generation) => new(generation)
    {
        TakesCommasInKeys = true,
        HasEscapes = false,
        ReadWhole = (text, out consumed) =>
        {
            consumed = text.Length;
            return Value.Of(text);
        },
    };

    /// <summary><c>--set-json</c>: one JSON value, then perhaps a comma.</summary>
    public static SetFlavour Json(HelmGeneration generation) => new(generation) { ReadWhole = ReadJson };

    private static Value ReadJson(ReadOnlySpan<byte> text, out int consumed)
    {
        if (text.IsEmpty || text[0] == ',')
        {
            consumed = Math.Min(text.Length, 1);
            return Value.Nil;
        }

        if (!GoJson.TryParsePrefix(text, out var value, out consumed, out _))
        {
            throw new SetSyntaxException("not a JSON value");
        }

        // What follows must be the end or a comma.
        var rest = text[consumed..].TrimStart(" \t\r\n"u8);
        consumed = text.Length - rest.Length;
        if (rest.IsEmpty)
        {
            return value;
        }

        consumed++;
        return rest[0] == ',' ? value : throw new SetSyntaxException("invalid character after a JSON value");
    }

    private static Value Typed(byte[] text)
    {
        if (EqualsIgnoringCase(text, "true"u8))
        {
            return Value.True;
        }

        if (EqualsIgnoringCase(text, "false"u8))
        {
            return Value.False;
        }

        if (EqualsIgnoringCase(text, "null"u8))
        {
            return Value.Nil;
        }

        if (text is [(byte)'0'])
        {
            return Value.Int64(0);
        }

        return text.Length > 0 && text[0] != '0' && GoNumber.ParseInt(text, 10, out var number) == GoNumberError.None
            ? Value.Int64(number)
            : Value.Of(text);
    }

    private static bool EqualsIgnoringCase(byte[] text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);
}
