namespace SecretsKit.Core.Text.Regexp;

/// <summary>An immutable set of characters; ASCII is answered by a bitmap, the rest by binary search.</summary>
internal sealed class RuneSet
{
    public const int MaxRune = 0x10FFFF;

    private readonly ulong _low;
    private readonly ulong _high;
    private readonly int[] _ranges;

    /// <param name="ranges">First and last of each range; sorted, apart from each other, not empty.</param>
    public RuneSet(int[] ranges)
    {
        _ranges = ranges;
        for (var i = 0; i < ranges.Length; i += 2)
        {
            for (var c = ranges[i]; c <= Math.Min(ranges[i + 1], 0x7f); c++)
            {
                if (c < 64)
                {
                    _low |= 1UL << c;
                }
                else
                {
                    _high |= 1UL << (c - 64);
                }
            }
        }
    }

    public static RuneSet Any { get; } = new([0, MaxRune]);

    public static RuneSet AnyButNewline { get; } = new([0, '\n' - 1, '\n' + 1, MaxRune]);

    public ReadOnlySpan<int> Ranges => _ranges;

    /// <summary>The only member, or -1.</summary>
    public int Single => _ranges.Length == 2 && _ranges[0] == _ranges[1] ? _ranges[0] : -1;

    public bool Contains(int rune)
    {
        if ((uint)rune < 128)
        {
            return ((rune < 64 ? _low : _high) >> (rune & 63) & 1) != 0;
        }

        int low = 0, high = (_ranges.Length / 2) - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (rune < _ranges[2 * middle])
            {
                high = middle - 1;
            }
            else if (rune > _ranges[(2 * middle) + 1])
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
