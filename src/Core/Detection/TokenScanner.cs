using System.Buffers;

namespace SecretsKit.Core.Detection;

/// <summary>Finds tokens whose format speaks for itself, in any text, by one pass over the starts of its words.</summary>
internal static class TokenScanner
{
    private const int LeastDifferentLetters = 8;

    private static readonly (byte[] Prefix, TokenFormat Format)[][] ByFirst = Index();

    private static readonly SearchValues<byte>[] Letters =
        [LetterSets.Alphanumeric, LetterSets.Word, LetterSets.Capitals, LetterSets.SmallHex, LetterSets.Dotted];

    // What a token may begin with: the first letters of all prefixes, and that of a JWT.
    private static readonly SearchValues<byte> FirstLetters = SearchValues.Create(
        [.. TokenFormat.All.Select(format => (byte)format.Prefix[0]).Append((byte)'e').Distinct()]);

    /// <summary>A token: where it begins, and what it is.</summary>
    public readonly record struct Hit(int Offset, string What);

    /// <summary>Adds all tokens of a text.</summary>
    public static void Scan(ReadOnlySpan<byte> text, List<Hit> hits)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text[at..].IndexOfAny(FirstLetters);
            if (next < 0)
            {
                return;
            }

            at += next;
            if (at > 0 && IsWord(text[at - 1]))
            {
                at++;
                continue;
            }

            var (what, length) = Match(text[at..]);
            if (what is not null)
            {
                hits.Add(new(at, what));
            }

            at += Math.Max(1, length);
        }
    }

    private static (string? What, int Length) Match(ReadOnlySpan<byte> text)
    {
        foreach (var (prefix, format) in ByFirst[text[0]])
        {
            if (!text.StartsWith(prefix))
            {
                continue;
            }

            var rest = text[prefix.Length..];
            var end = rest[..Math.Min(rest.Length, format.Most + 1)].IndexOfAnyExcept(Letters[(int)format.Letters]);
            var length = end < 0 ? Math.Min(rest.Length, format.Most + 1) : end;
            if (length >= format.Least
                && length <= format.Most
                && IsReal(rest[..length], format)
                && (rest.Length == length || !IsWord(rest[length])))
            {
                return (format.What, prefix.Length + length);
            }
        }

        return text.StartsWith("eyJ"u8) ? MatchJwt(text) : default;
    }

    // Three parts of base64url; the first two are JSON objects, whose text begins with {" in base64.
    private static (string? What, int Length) MatchJwt(ReadOnlySpan<byte> text)
    {
        var letters = Letters[(int)TokenLetters.Word];
        var first = text.IndexOfAnyExcept(letters);
        if (first < 16 || text[first] != '.' || !text[(first + 1)..].StartsWith("eyJ"u8))
        {
            return default;
        }

        var second = text[(first + 1)..].IndexOfAnyExcept(letters);
        if (second < 16 || text[first + 1 + second] != '.')
        {
            return default;
        }

        var rest = text[(first + second + 2)..];
        var third = rest.IndexOfAnyExcept(letters);
        third = third < 0 ? rest.Length : third;
        return third >= 20 ? ("JSON Web Token", first + second + 2 + third) : default;
    }

    // Documentation is full of tokens that are none.
    private static bool IsReal(ReadOnlySpan<byte> letters, TokenFormat format)
    {
        Span<bool> seen = stackalloc bool[256];
        seen.Clear();
        var different = 0;
        foreach (var c in letters)
        {
            different += seen[c] ? 0 : 1;
            seen[c] = true;
        }

        return different >= LeastDifferentLetters
            && letters.IndexOf("EXAMPLE"u8) < 0
            && letters.IndexOf("example"u8) < 0
            && letters.IndexOf("xxxx"u8) < 0
            && letters.IndexOf("XXXX"u8) < 0
            && (format.Letters is TokenLetters.Capitals or TokenLetters.Hex || letters.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0);
    }

    private static bool IsWord(byte c) => char.IsAsciiLetterOrDigit((char)c) || c == '_';

    private static (byte[], TokenFormat)[][] Index()
    {
        var table = new (byte[], TokenFormat)[256][];
        for (var first = 0; first < table.Length; first++)
        {
            table[first] = [.. TokenFormat.All.Where(format => format.Prefix[0] == first).Select(
                format => (System.Text.Encoding.ASCII.GetBytes(format.Prefix), format))];
        }

        return table;
    }
}
