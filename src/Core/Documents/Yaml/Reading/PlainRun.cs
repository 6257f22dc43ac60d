using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// The length of the text in front of the next byte at which a plain scalar of block style may end. Comparisons that every processor
/// has: a set of <see cref="System.Buffers.SearchValues{T}"/> takes three times as long in a native program, which is built for
/// processors of all ages, and ciphertext is mostly such runs.
/// </summary>
internal static class PlainRun
{
    /// <summary>
    /// The bytes up to a blank, a break, a colon or the lead byte of a Unicode break, or all of them. Other control characters stop it
    /// too; no decoded text holds one.
    /// </summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        var at = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var start = ref MemoryMarshal.GetReference(text);
            for (; at <= text.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
            {
                var stops = StopsIn(Vector128.LoadUnsafe(ref start, (nuint)at)).ExtractMostSignificantBits();
                if (stops != 0)
                {
                    return at + BitOperations.TrailingZeroCount(stops);
                }
            }
        }

        while (at < text.Length && !IsStop(text[at]))
        {
            at++;
        }

        return at;
    }

    private static Vector128<byte> StopsIn(Vector128<byte> text) =>
        Vector128.LessThanOrEqual(text, Vector128.Create((byte)' '))
        | Vector128.Equals(text, Vector128.Create((byte)':'))
        | Vector128.Equals(text, Vector128.Create(Bytes.NextLineLead))
        | Vector128.Equals(text, Vector128.Create(Bytes.SeparatorLead));

    private static bool IsStop(byte value) => value is <= (byte)' ' or (byte)':' or Bytes.NextLineLead or Bytes.SeparatorLead;
}
