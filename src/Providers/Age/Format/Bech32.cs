using System.Security.Cryptography;
using System.Text;

namespace SecretsKit.Providers.Age.Format;

/// <summary>
/// Bech32 (BIP 173) without its length limit, as age encodes recipients and identities. Errors name positions and never the text:
/// it may be a secret key with a slip of the pen.
/// </summary>
internal static class Bech32
{
    private const string Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumLength = 6;

    private static readonly uint[] Generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Encodes in the case of <paramref name="prefix"/>.</summary>
    public static string Encode(string prefix, ReadOnlySpan<byte> data)
    {
        var groups = new List<byte>((data.Length * 8 / 5) + 1 + ChecksumLength);
        var (bits, count) = (0, 0);
        foreach (var b in data)
        {
            bits = ((bits << 8) | b) & 0xfff;
            for (count += 8; count >= 5; count -= 5)
            {
                groups.Add((byte)((bits >> (count - 5)) & 31));
            }
        }

        if (count > 0)
        {
            groups.Add((byte)((bits << (5 - count)) & 31));
        }

        var upper = char.IsAsciiLetterUpper(prefix[0]);
        var checksum = Checksum(prefix, groups, stackalloc byte[ChecksumLength]) ^ 1;
        for (var i = ChecksumLength - 1; i >= 0; i--)
        {
            groups.Add((byte)((checksum >> (5 * i)) & 31));
        }

        var text = new StringBuilder(prefix, prefix.Length + 1 + groups.Count).Append('1');
        foreach (var group in groups)
        {
            text.Append(upper ? char.ToUpperInvariant(Letters[group]) : Letters[group]);
        }

        return text.ToString();
    }

    /// <summary>Decodes text in one case throughout.</summary>
    /// <param name="text">The text.</param>
    /// <param name="prefix">The part before the last <c>1</c>, in its case.</param>
    /// <param name="error">What is wrong, without the text.</param>
    /// <returns>The data, which the caller wipes if it is secret, or null.</returns>
    public static byte[]? TryDecode(ReadOnlySpan<char> text, out string prefix, out string error)
    {
        prefix = "";
        if (text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z'))
        {
            error = "mixed case";
            return null;
        }

        var separator = text.LastIndexOf('1');
        if (separator < 1 || separator + 1 + ChecksumLength > text.Length)
        {
            error = $"separator '1' at invalid position: pos={separator}, len={text.Length}";
            return null;
        }

        var head = text[..separator];
        if (head.IndexOfAnyExceptInRange('!', '~') is var foreign and >= 0)
        {
            error = $"invalid character human-readable part: s[{foreign}]={(int)head[foreign]}";
            return null;
        }

        var groups = new byte[text.Length - separator - 1];
        for (var i = 0; i < groups.Length; i++)
        {
            var letter = text[separator + 1 + i];
            var value = letter < 128 ? Letters.IndexOf(char.ToLowerInvariant(letter)) : -1;
            if (value < 0)
            {
                error = $"invalid character data part: s[{i}]={(int)letter}";
                return null;
            }

            groups[i] = (byte)value;
        }

        prefix = head.ToString();
        error = "invalid checksum";
        var data = Checksum(prefix, groups, []) == 1 ? Regroup(groups.AsSpan(0, groups.Length - ChecksumLength), out error) : null;
        CryptographicOperations.ZeroMemory(groups);
        return data;
    }

    private static byte[]? Regroup(ReadOnlySpan<byte> groups, out string error)
    {
        error = "";
        var data = new byte[groups.Length * 5 / 8];
        var (bits, count, written) = (0, 0, 0);
        foreach (var group in groups)
        {
            bits = ((bits << 5) | group) & 0xfff;
            count += 5;
            if (count >= 8)
            {
                count -= 8;
                data[written++] = (byte)(bits >> count);
            }
        }

        if (count >= 5)
        {
            error = "illegal zero padding";
            return null;
        }

        if ((bits & ((1 << count) - 1)) != 0)
        {
            error = "non-zero padding";
            return null;
        }

        return data;
    }

    /// <summary>The checksum polynomial over prefix, <paramref name="groups"/> and <paramref name="tail"/>.</summary>
    private static uint Checksum(string prefix, IReadOnlyList<byte> groups, ReadOnlySpan<byte> tail)
    {
        var state = 1u;
        foreach (var c in prefix)
        {
            state = Step(state, (uint)char.ToLowerInvariant(c) >> 5);
        }

        state = Step(state, 0);
        foreach (var c in prefix)
        {
            state = Step(state, (uint)char.ToLowerInvariant(c) & 31);
        }

        for (var i = 0; i < groups.Count; i++)
        {
            state = Step(state, groups[i]);
        }

        foreach (var group in tail)
        {
            state = Step(state, group);
        }

        return state;
    }

    private static uint Step(uint state, uint value)
    {
        var top = state >> 25;
        state = ((state & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < 5; i++)
        {
            state ^= ((top >> i) & 1) * Generator[i];
        }

        return state;
    }
}
