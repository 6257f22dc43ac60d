using System.Text;

namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>These characters.</summary>
internal sealed class TextPart(string text) : GlobPart
{
    private readonly int _length = text.EnumerateRunes().Count();

    /// <summary>The characters.</summary>
    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(text);

    public override int Length => _length;

    public override bool Matches(ReadOnlySpan<byte> other, Action<long> spend)
    {
        spend(1);
        return other.SequenceEqual(Bytes);
    }

    public override int Find(ReadOnlySpan<byte> other, List<int> lengths, Action<long> spend)
    {
        spend(1 + other.Length);
        lengths.Add(Bytes.Length);
        return other.IndexOf(Bytes);
    }
}

/// <summary>Characters at the beginning; behind them anything, or anything but slashes.</summary>
internal sealed class BeginningPart(byte[] beginning, bool takesSlashes) : GlobPart
{
    /// <summary>The characters, if anything may stand behind them, else null.</summary>
    public byte[]? BeforeAnything => takesSlashes ? beginning : null;

    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1 + text.Length);
        return text.StartsWith(beginning) && (takesSlashes || !text[beginning.Length..].Contains((byte)'/'));
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        spend(1 + text.Length);
        var at = text.IndexOf(beginning);
        if (at < 0)
        {
            return -1;
        }

        var rest = text[(at + beginning.Length)..];
        var slash = takesSlashes ? -1 : rest.IndexOf((byte)'/');
        lengths.Add(beginning.Length);
        AddEnds(slash < 0 ? rest : rest[..slash], beginning.Length, 1, lengths);
        return at;
    }
}

/// <summary>Characters at the end; before them anything, or anything but slashes. Only their first place is looked for.</summary>
internal sealed class EndPart(byte[] end, bool takesSlashes) : GlobPart
{
    /// <summary>The characters, if anything may stand before them, else null.</summary>
    public byte[]? BehindAnything => takesSlashes ? end : null;

    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1 + text.Length);
        return text.EndsWith(end) && (takesSlashes || !text[..^end.Length].Contains((byte)'/'));
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        spend(1 + text.Length);
        var at = text.IndexOf(end);
        if (at < 0)
        {
            return -1;
        }

        var start = takesSlashes ? 0 : text[..at].LastIndexOf((byte)'/') + 1;
        lengths.Add(at + end.Length - start);
        return start;
    }
}

/// <summary>Characters at the beginning and at the end. They may overlap.</summary>
internal sealed class EdgesPart(byte[] beginning, byte[] end) : GlobPart
{
    public override bool Matches(ReadOnlySpan<byte> text, Action<long> spend)
    {
        spend(1 + text.Length);
        return text.StartsWith(beginning) && text.EndsWith(end);
    }

    public override int Find(ReadOnlySpan<byte> text, List<int> lengths, Action<long> spend)
    {
        spend(1 + text.Length);
        var at = text.IndexOf(beginning);
        if (at < 0)
        {
            return -1;
        }

        var rest = text[at..];
        for (int last; (last = rest.LastIndexOf(end)) >= 0; rest = rest[..last])
        {
            spend(1);
            lengths.Insert(0, last + end.Length);
        }

        return lengths.Count == 0 ? -1 : at;
    }
}
