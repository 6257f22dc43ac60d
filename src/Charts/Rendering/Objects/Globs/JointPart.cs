using SecretsKit.Templating.Calls;

namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>One of several. Of those that are found first, all lengths count.</summary>
internal sealed class ChoicePart(List<GlobPart> choices) : GlobPart
{
    // The length of the last one counts where those before it may be of any length: the reference's slip, which shows in what it finds.
    public override int Length
    {
        get
        {
            var length = AnyLength;
            foreach (var choice in choices)
            {
                if (length != AnyLength && choice.Length != length)
                {
                    return AnyLength;
                }

                length = choice.Length;
            }

            return length;
        }
    }

    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        foreach (var choice in choices)
        {
            if (choice.Matches(text, spend))
            {
                return true;
            }
        }

        return false;
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        var first = -1;
        foreach (var choice in choices)
        {
            var found = new List<int>();
            var at = choice.Find(text, found, spend);
            if (at < 0 || (first >= 0 && at > first))
            {
                continue;
            }

            int[] all = first == at ? [.. lengths.Union(found).Order()] : [.. found];
            first = at;
            lengths.Clear();
            lengths.AddRange(all);
        }

        return first;
    }
}

/// <summary>All of several at once.</summary>
internal sealed class AllPart(List<GlobPart> conditions) : GlobPart
{
    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Matches(text, spend))
            {
                return false;
            }
        }

        return true;
    }

    // All conditions are about any characters and begin at once.
    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            var found = new List<int>();
            if (conditions[i].Find(text, found, spend) < 0)
            {
                return -1;
            }

            int[] common = i == 0 ? [.. found] : [.. lengths.Intersect(found)];
            lengths.Clear();
            lengths.AddRange(common);
            if (common.Length == 0)
            {
                return -1;
            }
        }

        return 0;
    }
}

/// <summary>Parts of known lengths one behind the other, told apart by characters and cut by bytes.</summary>
internal sealed class FixedPart(List<GlobPart> parts) : GlobPart
{
    private readonly int _length = parts.Sum(static part => part.Length);

    public override int Length => _length;

    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        var starts = new List<int>();
        AddStarts(text, 0, starts);
        return starts.Count - 1 == _length && MatchesParts(text, spend);
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        for (var at = 0; at < text.Length && text.Length - at >= _length;)
        {
            if (MatchesParts(text[at..], spend))
            {
                lengths.Add(_length);
                return at;
            }

            First(text[at..], out var width);
            at += width;
        }

        return -1;
    }

    private bool MatchesParts(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1);
        var start = 0;
        foreach (var part in parts)
        {
            var (count, last) = Walk(text[start..], part.Length);
            var end = start + last + 1;
            if (count < part.Length)
            {
                return false;
            }

            if (end > text.Length)
            {
                // What stands for nothing at the end of a name.
                throw new FunctionException($"runtime error: slice bounds out of range [:{end}] with length {text.Length}");
            }

            if (!part.Matches(text[start..end], spend))
            {
                return false;
            }

            start = end;
        }

        return true;
    }

    // How many characters there are up to a number of them, and where the last one begins; all of them if none is wanted.
    private static (int Count, int Last) Walk(ReadOnlySpan<byte> text, int wanted)
    {
        var (count, last) = (0, 0);
        for (var at = 0; at < text.Length;)
        {
            last = at;
            count++;
            if (count == wanted)
            {
                break;
            }

            First(text[at..], out var width);
            at += width;
        }

        return (count, last);
    }
}

/// <summary>A part that is looked for, with what is left and right of it. It cannot be looked for itself.</summary>
internal sealed class AroundPart : GlobPart
{
    private readonly GlobPart _middle;
    private readonly GlobPart? _left;
    private readonly GlobPart? _right;
    private readonly int _leftLength;
    private readonly int _rightLength;

    /// <param name="middle">What is looked for.</param>
    /// <param name="left">What is before it; null for nothing.</param>
    /// <param name="right">What is behind it; null for nothing.</param>
    public AroundPart(GlobPart middle, GlobPart? left, GlobPart? right)
    {
        (_middle, _left, _right) = (middle, left, right);
        (_leftLength, _rightLength) = (left?.Length ?? 0, right?.Length ?? 0);
        Length = _leftLength == AnyLength || _rightLength == AnyLength || middle.Length == AnyLength
            ? AnyLength
            : _leftLength + middle.Length + _rightLength;
    }

    private AroundPart(AroundPart other, Func<GlobPart, GlobPart> simplify)
    {
        (_middle, _leftLength, _rightLength, Length) = (other._middle, other._leftLength, other._rightLength, other.Length);
        (_left, _right) = (other._left is { } left ? simplify(left) : null, other._right is { } right ? simplify(right) : null);
    }

    public override int Length { get; }

    /// <summary>The text in the middle, if that is one, with what is around it.</summary>
    public (TextPart? Text, GlobPart? Left, GlobPart? Right) Parts => (_middle as TextPart, _left, _right);

    /// <summary>The same with each side made simpler; what is known of their lengths stays.</summary>
    public AroundPart WithSides(Func<GlobPart, GlobPart> simplify) => new(this, simplify);

    // Lengths in characters serve as lengths in bytes, which are no fewer.
    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        if (Length > text.Length)
        {
            return false;
        }

        var limit = text.Length - Math.Max(0, _rightLength);
        for (var offset = Math.Max(0, _leftLength); offset < limit;)
        {
            spend(1);
            var lengths = new List<int>();
            var at = _middle.Find(text[offset..limit], lengths, spend);
            if (at < 0)
            {
                return false;
            }

            at += offset;
            if (IsLeft(text[..at], spend) && IsRight(text[at..], lengths, spend))
            {
                return true;
            }

            First(text[at..], out var width);
            offset = at + width;
        }

        return false;
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend) => -1;

    private bool IsLeft(ReadOnlySpan<byte> text, Action<long> spend) => _left?.Matches(text, spend) ?? text.IsEmpty;

    private bool IsRight(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        for (var i = lengths.Count - 1; i >= 0; i--)
        {
            var rest = lengths[i] >= text.Length ? default : text[lengths[i]..];
            if (_right?.Matches(rest, spend) ?? rest.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
