using System.Buffers;
using System.Text;

namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>A pattern, or a part of one, ready to be matched. Texts are UTF-8.</summary>
internal abstract class GlobPart
{
    /// <summary>The length of a part that may be of any length.</summary>
    public const int AnyLength = -1;

    /// <summary>How many characters it takes, if it takes as many always, else <see cref="AnyLength"/>.</summary>
    public virtual int Length => AnyLength;

    /// <summary>Whether the whole text matches.</summary>
    public abstract bool Matches(ReadOnlySpan<byte> text, Action<long> spend);

    /// <summary>
    /// The place at which this part begins: the one that it looks for first, whether what is behind it matches or not.
    /// </summary>
    /// <param name="text">Where to look.</param>
    /// <param name="lengths">Gets how many bytes it may take there, ascending.</param>
    /// <param name="spend">Gets the amount of work.</param>
    /// <returns>The place, or -1.</returns>
    public abstract int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend);

    /// <summary>The first character, as Go reads it: U+FFFD of width 1 where there is none, of width 0 at the end.</summary>
    protected static int First(ReadOnlySpan<byte> text, out int width)
    {
        if (Rune.DecodeFromUtf8(text, out var rune, out width) == OperationStatus.Done)
        {
            return rune.Value;
        }

        width = text.IsEmpty ? 0 : 1;
        return Rune.ReplacementChar.Value;
    }

    /// <summary>Adds the place of every character, and the end.</summary>
    protected static void AddStarts(ReadOnlySpan<byte> text, int offset, List<int> lengths)
    {
        for (var at = 0; at < text.Length;)
        {
            lengths.Add(offset + at);
            First(text[at..], out var width);
            at += width;
        }

        lengths.Add(offset + text.Length);
    }

    /// <summary>Adds the end of every character from the n-th on.</summary>
    protected static void AddEnds(ReadOnlySpan<byte> text, int offset, int from, List<int> lengths)
    {
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            First(text[at..], out var width);
            at += width;
            if (++count >= from)
            {
                lengths.Add(offset + at);
            }
        }
    }
}
