using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Takes something off the ends of a text (spec sprig.md 3).</summary>
internal static class Trimming
{
    public static FunctionTable AddTrimming(this FunctionTable table) => table
        .Add("trim", static (_, a) => Part(a[0], Trim(a[0].StringBytes)), P.String)
        .Add("trimAll", static (_, a) => Part(a[1], TrimAll(a[1].StringBytes, a[0].StringBytes)), P.String, P.String)
        .Add("trimall", static (_, a) => Part(a[1], TrimAll(a[1].StringBytes, a[0].StringBytes)), P.String, P.String)
        .Add("trimPrefix", static (_, a) => Part(a[1], TrimPrefix(a[1].StringBytes, a[0].StringBytes)), P.String, P.String)
        .Add("trimSuffix", static (_, a) => Part(a[1], TrimSuffix(a[1].StringBytes, a[0].StringBytes)), P.String, P.String)
        .Add("trunc", static (_, a) => Part(a[1], Truncate(a[0].Bits, a[1].StringBytes)), P.Int, P.String)
        .Add("substr", static (_, a) => Part(a[2], Substring(a[0].Bits, a[1].Bits, a[2].StringBytes)), P.Int, P.Int, P.String)
        .Add("nospace", static (_, a) => Value.Of(WithoutSpace(a[0].StringBytes)), P.String);

    /// <summary>Without Unicode white space at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && Runes.IsSpace(Runes.First(text, out var width)))
        {
            text = text[width..];
        }

        while (!text.IsEmpty && Runes.IsSpace(Runes.Last(text, out var width)))
        {
            text = text[..^width];
        }

        return text;
    }

    // What is left whole is not copied.
    private static Value Part(Value whole, ReadOnlySpan<byte> part) => part.Length == whole.StringBytes.Length ? whole : Value.Of(part);

    private static ReadOnlySpan<byte> TrimAll(ReadOnlySpan<byte> text, ReadOnlySpan<byte> cut)
    {
        while (!text.IsEmpty && Holds(cut, Runes.First(text, out var width)))
        {
            text = text[width..];
        }

        while (!text.IsEmpty && Holds(cut, Runes.Last(text, out var width)))
        {
            text = text[..^width];
        }

        return text;
    }

    private static bool Holds(ReadOnlySpan<byte> characters, Rune wanted)
    {
        while (!characters.IsEmpty)
        {
            if (Runes.First(characters, out var width) == wanted)
            {
                return true;
            }

            characters = characters[width..];
        }

        return false;
    }

    private static ReadOnlySpan<byte> TrimPrefix(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.StartsWith(prefix) ? text[prefix.Length..] : text;

    private static ReadOnlySpan<byte> TrimSuffix(ReadOnlySpan<byte> text, ReadOnlySpan<byte> suffix) =>
        text.EndsWith(suffix) ? text[..^suffix.Length] : text;

    private static ReadOnlySpan<byte> Truncate(long count, ReadOnlySpan<byte> text)
    {
        if (count >= 0)
        {
            return text.Length > count ? text[..(int)count] : text;
        }

        return count > -text.Length ? text[(int)(text.Length + count)..] : text;
    }

    private static ReadOnlySpan<byte> Substring(long start, long end, ReadOnlySpan<byte> text)
    {
        if (start < 0)
        {
            return end < 0 ? throw OutOfRange($":{end}")
                : end > text.Length ? throw OutOfRange($":{end}", $" with length {text.Length}")
                : text[..(int)end];
        }

        if (end < 0 || end > text.Length)
        {
            return start > text.Length ? throw OutOfRange($"{start}:{text.Length}") : text[(int)start..];
        }

        return start > end ? throw OutOfRange($"{start}:{end}") : text[(int)start..(int)end];
    }

    private static FunctionException OutOfRange(string bounds, string more = "") =>
        new($"runtime error: slice bounds out of range [{bounds}]{more}");

    // Goes by bytes and writes each as a character of its own, which breaks other characters than ASCII as soon as there is a blank.
    private static byte[] WithoutSpace(byte[] text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 1);
        var kept = 0;
        foreach (var c in text)
        {
            var rune = new Rune(c);
            if (!Runes.IsSpace(rune))
            {
                Runes.Write(output, rune);
                kept++;
            }
        }

        return kept == text.Length ? text : output.WrittenSpan.ToArray();
    }
}
