using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace SecretsKit.Core.Text.Regexp;

internal static class RegexpInput
{
    public const int EndOfText = -1;

    /// <summary>The character at a place and its length; a byte that is not UTF-8 is U+FFFD of length 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(ReadOnlySpan<byte> input, int at, out int width)
    {
        if ((uint)at >= (uint)input.Length)
        {
            width = 0;
            return EndOfText;
        }

        var first = input[at];
        if (first < 0x80)
        {
            width = 1;
            return first;
        }

        return DecodeMultibyte(input[at..], out width);
    }

    private static int DecodeMultibyte(ReadOnlySpan<byte> input, out int width)
    {
        if (Rune.DecodeFromUtf8(input, out var rune, out width) == OperationStatus.Done)
        {
            return rune.Value;
        }

        width = 1;
        return Rune.ReplacementChar.Value;
    }
}
