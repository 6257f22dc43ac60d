using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Codecs;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Randomness;

/// <summary>Random texts and numbers, all from the cryptographic source of the call (spec sprig.md 4).</summary>
internal static class RandomFunctions
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    private static readonly byte[] AlphaNumeric = System.Text.Encoding.ASCII.GetBytes(Letters + Digits);
    private static readonly byte[] Alphabetic = System.Text.Encoding.ASCII.GetBytes(Letters);
    private static readonly byte[] Numeric = System.Text.Encoding.ASCII.GetBytes(Digits);
    private static readonly byte[] Printable = [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c)];

    public static FunctionTable AddRandom(this FunctionTable table) => table
        .Add("randAlphaNum", static (c, a) => Value.Of(Pick(c, a[0].Bits, AlphaNumeric)), P.Int)
        .Add("randAlpha", static (c, a) => Value.Of(Pick(c, a[0].Bits, Alphabetic)), P.Int)
        .Add("randNumeric", static (c, a) => Value.Of(Pick(c, a[0].Bits, Numeric)), P.Int)
        .Add("randAscii", static (c, a) => Value.Of(Pick(c, a[0].Bits, Printable)), P.Int)
        .Add("randBytes", static (c, a) => Value.Of(Base64Text.Encode(Bytes(c, a[0].Bits))), P.Int)
        .Add("randInt", static (c, a) => Value.Int(Between(c, a[0].Bits, a[1].Bits)), P.Int, P.Int)
        .Add("uuidv4", static (c, _) => Value.Of(Uuid(c)))
        .Add("shuffle", static (c, a) => Value.Of(Shuffle(c, a[0].StringBytes)), P.String);

    private static byte[] Pick(CallContext context, long count, ReadOnlySpan<byte> characters)
    {
        if (count <= 0)
        {
            return [];
        }

        context.Charge(count);
        var text = new byte[count];
        foreach (ref var c in text.AsSpan())
        {
            c = characters[(int)RandomNumbers.Below(context.Random, characters.Length)];
        }

        return text;
    }

    private static byte[] Bytes(CallContext context, long count)
    {
        if (count is < 0 or > int.MaxValue)
        {
            throw new FunctionException("runtime error: makeslice: len out of range");
        }

        context.Charge(count * 3);
        var bytes = new byte[count];
        context.Random(bytes);
        return bytes;
    }

    private static long Between(CallContext context, long low, long high)
    {
        var span = unchecked(high - low);
        return span <= 0
            ? throw new FunctionException("invalid argument to Intn")
            : low + RandomNumbers.Below(context.Random, span);
    }

    private static string Uuid(CallContext context)
    {
        Span<byte> bytes = stackalloc byte[16];
        context.Random(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    private static byte[] Shuffle(CallContext context, ReadOnlySpan<byte> text)
    {
        var runes = new List<System.Text.Rune>();
        while (!text.IsEmpty)
        {
            runes.Add(Runes.First(text, out var width));
            text = text[width..];
        }

        var output = new System.Buffers.ArrayBufferWriter<byte>();
        for (var left = runes.Count; left > 0; left--)
        {
            var chosen = (int)RandomNumbers.Below(context.Random, left);
            Runes.Write(output, runes[chosen]);
            runes[chosen] = runes[left - 1];
        }

        return output.WrittenSpan.ToArray();
    }
}
