using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Secrets;

/// <summary>A value encoded as text: base64 in both alphabets, wherever the value lies in what is encoded; base32; hexadecimal.</summary>
internal static class SecretEncodings
{
    // Fewer characters of these alphabets are found in ordinary words.
    private const int MinEncodedLength = 6;
    private const int Base64Group = 3;
    private const int BitsOfBase64 = 6;

    /// <summary>Adds the encodings of a value.</summary>
    public static void Add(string value, FormHashes hashes)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        AddDigits(Convert.ToHexStringLower(bytes), hashes);
        AddDigits(string.Join(' ', bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))), hashes);
        AddDigits(Base32(bytes), hashes);
        AddBase64(Convert.ToBase64String(bytes).TrimEnd('='), hashes);
        for (var offset = 0; offset < Base64Group; offset++)
        {
            var inner = Base64At(bytes, offset);
            AddBase64(inner, hashes);
            if (inner.AsSpan().ContainsAny('+', '/'))
            {
                AddBase64(ForUrls(inner), hashes);
            }
        }
    }

    /// <summary>
    /// The whole value encoded, for a search that replaces it: base64 with and without its end, hexadecimal in both cases.
    /// </summary>
    public static IEnumerable<string> WholeOf(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var base64 = Convert.ToBase64String(bytes);
        yield return base64;
        yield return ForUrls(base64);
        if (base64.TrimEnd('=') is { Length: >= MinEncodedLength } bare)
        {
            yield return bare;
            yield return ForUrls(bare);
        }

        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);
    }

    // The characters that the value alone decides: those at its ends hold bits of what stands around it.
    private static string Base64At(byte[] bytes, int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        var first = ((offset * 8) + BitsOfBase64 - 1) / BitsOfBase64;
        var end = (offset + bytes.Length) * 8 / BitsOfBase64;
        return text[first..end];
    }

    private static string ForUrls(string base64) => base64.Replace('+', '-').Replace('/', '_');

    private static void AddBase64(string text, FormHashes hashes)
    {
        if (text.Length >= SecretIndex.FragmentLength)
        {
            hashes.AddFragments(text);
        }
        else if (text.Length >= SecretIndex.MinBytes)
        {
            hashes.AddInItsCase(text);
        }
    }

    private static void AddDigits(string text, FormHashes hashes)
    {
        if (text.Length >= SecretIndex.FragmentLength)
        {
            hashes.AddFragments(text);
        }
        else if (text.Length >= MinEncodedLength)
        {
            hashes.AddWhole(text);
        }
    }

    private static string Base32(byte[] bytes)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = new StringBuilder((bytes.Length * 8 / 5) + 1);
        var (bits, count) = (0, 0);
        foreach (var b in bytes)
        {
            bits = ((bits << 8) | b) & 0xFFFF;
            for (count += 8; count >= 5; count -= 5)
            {
                text.Append(Alphabet[(bits >> (count - 5)) & 31]);
            }
        }

        return text.ToString();
    }
}
