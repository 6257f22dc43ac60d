namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>Nothing.</summary>
internal sealed class NothingPart : GlobPart
{
    public override int Length => 0;

    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend) => text.IsEmpty;

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        lengths.Add(0);
        return 0;
    }
}

/// <summary>Any characters; slashes among them if none is a separator.</summary>
internal sealed class StarPart(bool takesSlashes) : GlobPart
{
    /// <summary>Whether slashes are taken.</summary>
    public bool TakesSlashes => takesSlashes;

    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1 + text.Length);
        return takesSlashes || !text.Contains((byte)'/');
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        spend(1 + text.Length);
        var slash = takesSlashes ? -1 : text.IndexOf((byte)'/');
        AddStarts(slash < 0 ? text : text[..slash], 0, lengths);
        return 0;
    }
}

/// <summary>So many characters or more.</summary>
internal sealed class AtLeastPart(int count) : GlobPart
{
    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1 + text.Length);
        var ends = new List<int>();
        AddEnds(text, 0, count, ends);
        return ends.Count > 0;
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        spend(1 + text.Length);
        if (text.Length < count)
        {
            return -1;
        }

        AddEnds(text, 0, count, lengths);
        return lengths.Count == 0 ? -1 : 0;
    }
}

/// <summary>So many characters or fewer.</summary>
internal sealed class AtMostPart(int count) : GlobPart
{
    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1 + text.Length);
        var ends = new List<int>();
        AddEnds(text, 0, 1, ends);
        return ends.Count <= count;
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        spend(1 + text.Length);
        var ends = new List<int>();
        AddEnds(text, 0, 1, ends);
        lengths.Add(0);
        lengths.AddRange(ends.Take(count));
        return 0;
    }
}

/// <summary>A text that holds another one somewhere, or does not.</summary>
internal sealed class HoldingPart(byte[] needle, bool isNegated) : GlobPart
{
    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1 + text.Length);
        return (text.IndexOf(needle) >= 0) != isNegated;
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        spend(1 + text.Length);
        var at = text.IndexOf(needle);
        if (isNegated)
        {
            AddStarts(at < 0 ? text : text[..at], 0, lengths);
            return 0;
        }

        if (at < 0)
        {
            return -1;
        }

        AddStarts(text[(at + needle.Length)..], at + needle.Length, lengths);
        return 0;
    }
}
