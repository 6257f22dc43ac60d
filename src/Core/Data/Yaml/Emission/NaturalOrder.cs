using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml.Emission;

/// <summary>
/// The order of keys in emitted YAML (spec sprig.md 16.3): letters by code point, others before letters, numbers by value. The comparison
/// is not transitive for some odd sets of keys, so the sort is a merge sort, which any comparison leaves finite and repeatable.
/// </summary>
internal static class NaturalOrder
{
    /// <summary>Sorts keys that come in bytewise order.</summary>
    /// <param name="keys">All of a map.</param>
    /// <param name="lettersFirstAfterDigits">Whether after equal digits a letter comes before other characters, as in go-yaml v3.</param>
    public static ByteString[] Sort(ReadOnlySpan<ByteString> keys, bool lettersFirstAfterDigits = false)
    {
        var sorted = keys.ToArray();
        if (sorted.Length > 1)
        {
            MergeSort(sorted, new ByteString[sorted.Length], lettersFirstAfterDigits);
        }

        return sorted;
    }

    private static void MergeSort(Span<ByteString> keys, Span<ByteString> scratch, bool lettersFirst)
    {
        if (keys.Length < 2)
        {
            return;
        }

        var half = keys.Length / 2;
        MergeSort(keys[..half], scratch[..half], lettersFirst);
        MergeSort(keys[half..], scratch[half..], lettersFirst);
        if (!IsBefore(keys[half].Span, keys[half - 1].Span, lettersFirst))
        {
            return;
        }

        keys.CopyTo(scratch);
        var (left, right) = (0, half);
        for (var i = 0; i < keys.Length; i++)
        {
            var takesRight = left == half || (right < keys.Length && IsBefore(scratch[right].Span, scratch[left].Span, lettersFirst));
            keys[i] = takesRight ? scratch[right++] : scratch[left++];
        }
    }

    private static bool IsBefore(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool lettersFirstAfterDigits)
    {
        var at = a.CommonPrefixLength(b);

        // Back to the start of the character in which they differ.
        while (at > 0 && ((at < a.Length && (a[at] & 0xC0) == 0x80) || (at < b.Length && (b[at] & 0xC0) == 0x80)))
        {
            at--;
        }

        if (at >= a.Length || at >= b.Length)
        {
            return a.Length < b.Length;
        }

        var (first, second) = (RuneAt(a, at), RuneAt(b, at));
        var (firstIsLetter, secondIsLetter) = (GoUnicode.IsLetter(first), GoUnicode.IsLetter(second));
        if (firstIsLetter && secondIsLetter)
        {
            return first < second;
        }

        if (firstIsLetter || secondIsLetter)
        {
            return lettersFirstAfterDigits && EndsWithDigit(a[..at]) ? firstIsLetter : secondIsLetter;
        }

        var seed = (first.Value == '0' || second.Value == '0') && FollowsNonZeroDigit(a[..at]) ? 1L : 0L;
        var (firstNumber, firstLength) = Number(a[at..], seed);
        var (secondNumber, secondLength) = Number(b[at..], seed);
        if (firstNumber != secondNumber)
        {
            return firstNumber < secondNumber;
        }

        return firstLength != secondLength ? firstLength < secondLength : first < second;
    }

    // Zeros inside a number count as digits: a non-zero digit is somewhere in the run before.
    private static bool FollowsNonZeroDigit(ReadOnlySpan<byte> before)
    {
        while (!before.IsEmpty)
        {
            Rune.DecodeLastFromUtf8(before, out var rune, out var width);
            if (!GoUnicode.IsDigit(rune))
            {
                return false;
            }

            if (rune.Value != '0')
            {
                return true;
            }

            before = before[..^width];
        }

        return false;
    }

    private static bool EndsWithDigit(ReadOnlySpan<byte> before) =>
        !before.IsEmpty
            && Rune.DecodeLastFromUtf8(before, out var rune, out _) == System.Buffers.OperationStatus.Done
            && GoUnicode.IsDigit(rune);

    // The value wraps as a 64-bit integer does; the length is in characters.
    private static (long Value, int Length) Number(ReadOnlySpan<byte> text, long value)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var width);
            if (!GoUnicode.IsDigit(rune))
            {
                break;
            }

            value = unchecked((value * 10) + (rune.Value - '0'));
            length++;
            text = text[width..];
        }

        return (value, length);
    }

    private static Rune RuneAt(ReadOnlySpan<byte> text, int at)
    {
        Rune.DecodeFromUtf8(text[at..], out var rune, out _);
        return rune;
    }
}
