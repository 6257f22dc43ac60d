namespace SecretsKit.Core.Documents.Yaml;

/// <summary>
/// Types scalars the way go-yaml v3 does, a mix of YAML 1.1 and 1.2 (spec sops.md 6.1, "Plain-scalar resolution"). The first byte decides
/// which rules can apply at all, so that ordinary text costs one table look-up.
/// </summary>
public static class YamlResolver
{
    private const int LongestWord = 5;

    private enum Start : byte
    {
        Text,
        Word,
        Dot,
        Number,
        Merge,
    }

    private static readonly Start[] Starts = BuildStarts();

    /// <summary>Types a plain, untagged scalar.</summary>
    public static YamlScalar Resolve(ReadOnlySpan<byte> plain)
    {
        if (plain.IsEmpty)
        {
            return YamlScalar.Null;
        }

        return Starts[plain[0]] switch
        {
            Start.Text => YamlScalar.String,
            Start.Word => ResolveWord(plain),
            Start.Merge => plain.SequenceEqual("<<"u8) ? YamlScalar.Merge : YamlScalar.String,
            Start.Dot => ResolveDot(plain),
            _ => ResolveNumber(plain, mayBeTime: true),
        };
    }

    /// <summary>
    /// Applies an explicit tag, whatever the quoting. Custom tags and <see cref="YamlTags.Binary"/>
    /// (which the caller decodes) leave a string.
    /// </summary>
    /// <param name="tag">The tag in short form.</param>
    /// <param name="text">The scalar's content.</param>
    /// <param name="scalar">The result; when false is returned, what the text means without the tag.</param>
    /// <returns>Whether the tag can be applied to this text.</returns>
    public static bool TryResolve(string tag, ReadOnlySpan<byte> text, out YamlScalar scalar)
    {
        if (tag is not (YamlTags.Null or YamlTags.Bool or YamlTags.Int or YamlTags.Float or YamlTags.Timestamp))
        {
            scalar = tag.Length == 0 ? Resolve(text) : YamlScalar.String;
            return true;
        }

        scalar = !text.IsEmpty && Starts[text[0]] == Start.Number ? ResolveNumber(text, tag == YamlTags.Timestamp) : Resolve(text);
        if (tag == YamlTags.Float && scalar.Type == YamlScalarType.Int)
        {
            scalar = YamlScalar.Of((double)scalar.Int);
        }

        return scalar.Tag == tag;
    }

    private static YamlScalar ResolveWord(ReadOnlySpan<byte> text)
    {
        if (text.Length > LongestWord)
        {
            return YamlScalar.String;
        }

        if (text.SequenceEqual("~"u8) || text.SequenceEqual("null"u8) || text.SequenceEqual("Null"u8) || text.SequenceEqual("NULL"u8))
        {
            return YamlScalar.Null;
        }

        if (text.SequenceEqual("true"u8) || text.SequenceEqual("True"u8) || text.SequenceEqual("TRUE"u8))
        {
            return YamlScalar.Of(true);
        }

        return text.SequenceEqual("false"u8) || text.SequenceEqual("False"u8) || text.SequenceEqual("FALSE"u8)
            ? YamlScalar.Of(false)
            : YamlScalar.String;
    }

    private static YamlScalar ResolveDot(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual(".nan"u8) || text.SequenceEqual(".NaN"u8) || text.SequenceEqual(".NAN"u8))
        {
            return YamlScalar.Of(double.NaN);
        }

        if (IsInfinity(text))
        {
            return YamlScalar.Of(double.PositiveInfinity);
        }

        return YamlNumber.TryReadFraction(text, out var value) ? YamlScalar.Of(value) : YamlScalar.String;
    }

    private static YamlScalar ResolveNumber(ReadOnlySpan<byte> text, bool mayBeTime)
    {
        if (text[0] is (byte)'+' or (byte)'-' && IsInfinity(text[1..]))
        {
            return YamlScalar.Of(text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
        }

        if (mayBeTime && YamlTime.TryRead(text, out var time))
        {
            return YamlScalar.Of(time);
        }

        return YamlNumber.Read(text);
    }

    private static bool IsInfinity(ReadOnlySpan<byte> text) =>
        text.SequenceEqual(".inf"u8) || text.SequenceEqual(".Inf"u8) || text.SequenceEqual(".INF"u8);

    private static Start[] BuildStarts()
    {
        var starts = new Start[256];
        starts['.'] = Start.Dot;
        starts['<'] = Start.Merge;
        foreach (var c in "~nNtTfF"u8)
        {
            starts[c] = Start.Word;
        }

        foreach (var c in "+-0123456789"u8)
        {
            starts[c] = Start.Number;
        }

        return starts;
    }
}
