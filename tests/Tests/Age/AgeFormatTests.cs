using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Tests.Age;

/// <summary>The texts around keys and files: each has one form, and anything else is refused.</summary>
public sealed class AgeFormatTests
{
    private const string Recipient = "age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja";
    private const string Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    [Fact]
    public void Every_character_of_bech32_is_checked()
    {
        Assert.NotNull(Bech32.TryDecode(Recipient, out _, out _));
        for (var at = "age1".Length; at < Recipient.Length; at++)
        {
            var other = Letters[(Letters.IndexOf(Recipient[at], StringComparison.Ordinal) + 1) % 32];
            Assert.Null(Bech32.TryDecode(Recipient[..at] + other + Recipient[(at + 1)..], out _, out var error));
            Assert.Equal("invalid checksum", error);
        }
    }

    [Theory]
    [InlineData("A12UEL5L", "")]
    [InlineData("a12uel5l", "")]
    [InlineData("A12uEL5L", "mixed case")]
    [InlineData("a12uEL5L", "mixed case")]
    [InlineData("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs", "")]
    [InlineData("1nwldj5", "separator '1' at invalid position: pos=0, len=7")]
    [InlineData("pzry9x0s0muk", "separator '1' at invalid position: pos=-1, len=12")]
    [InlineData("li1dgmt3", "separator '1' at invalid position: pos=2, len=8")]
    [InlineData("x1b4n0q5v", "invalid character data part: s[0]=98")]
    [InlineData("\u00201nwldj5", "invalid character human-readable part: s[0]=32")]
    public void Bech32_is_that_of_bip_173(string text, string expected)
    {
        var data = Bech32.TryDecode(text, out _, out var error);
        Assert.Equal(expected, error);
        Assert.Equal(expected.Length == 0, data is not null);
    }

    /// <summary>A byte takes two letters, whose last two bits encode nothing.</summary>
    [Theory]
    [InlineData("qq", "")]
    [InlineData("qp", "non-zero padding")]
    [InlineData("qz", "non-zero padding")]
    [InlineData("qr", "non-zero padding")]
    [InlineData("qqq", "illegal zero padding")]
    [InlineData("q", "illegal zero padding")]
    public void Bech32_has_one_text_for_its_bytes(string data, string expected)
    {
        Bech32.TryDecode(WithChecksum("a", data), out _, out var error);
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void Keys_have_32_bytes(int length)
    {
        var identity = Assert.Throws<AgeException>(
            () => AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Bech32.Encode("AGE-SECRET-KEY-", new byte[length]))));
        Assert.Equal("malformed secret key: invalid X25519 secret key", identity.Message);
        identity = Assert.Throws<AgeException>(
            () => AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(Bech32.Encode("AGE-SECRET-KEY-PQ-", new byte[length]))));
        Assert.Equal("malformed secret key: invalid MLKEM768-X25519 secret key", identity.Message);
        var recipient = Assert.Throws<AgeException>(() => AgeRecipient.Parse(Bech32.Encode("age", new byte[length])));
        Assert.EndsWith(": invalid X25519 public key", recipient.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("AAAA", true)]
    [InlineData("AA", true)]
    [InlineData("AAA", true)]
    [InlineData("A", false)]
    [InlineData("AB", false)]
    [InlineData("AI", false)]
    [InlineData("AAB", false)]
    [InlineData("AAC", false)]
    [InlineData("AA==", false)]
    [InlineData("AAA=", false)]
    [InlineData("AAAA=", false)]
    [InlineData("AA A", false)]
    [InlineData("AA-_", false)]
    public void Base64_of_headers_has_one_text_for_its_bytes(string text, bool isValid) =>
        Assert.Equal(isValid, StrictBase64.TryDecode(Encoding.ASCII.GetBytes(text), out _) is not null);

    [Theory]
    [InlineData("AAAA", true)]
    [InlineData("AA==", true)]
    [InlineData("AAA=", true)]
    [InlineData("AA", false)]
    [InlineData("AA=", false)]
    [InlineData("AAA", false)]
    [InlineData("AAA==", false)]
    [InlineData("AB==", false)]
    [InlineData("AAB=", false)]
    public void Base64_of_armor_is_padded(string text, bool isValid) =>
        Assert.Equal(isValid, StrictBase64.TryDecodePadded(Encoding.ASCII.GetBytes(text), out _) is not null);

    [Fact]
    public void Armor_has_full_lines_but_the_last_and_nothing_around()
    {
        var (full, part) = (new string('A', 64) + "\n", "AAAA\n");
        Assert.Equal(96, Bytes(full + full));
        Assert.Equal(51, Bytes(full + part));
        Assert.Equal(0, Bytes(""));
        Refused("column limit exceeded", new string('A', 68) + "\n");
        Refused("column limit exceeded", new string('A', 65) + "\n");
        Refused("invalid closing line", part + full);
        Refused("invalid closing line", part + part);
        Refused("empty line in armored data", full + "\n" + full);
        Refused("illegal base64 data", full + "AAA\n");
        Refused("trailing data after armored file", part, after: "x");
        Refused("trailing data after armored file", part, after: "\n\n-----BEGIN AGE ENCRYPTED FILE-----\n");
    }

    [Fact]
    public void White_space_around_armor_is_bounded()
    {
        var blank = new string('\n', 1023);
        Assert.Equal(3, Bytes("AAAA\n", before: blank, after: blank));
        Refused("too much leading whitespace", "AAAA\n", before: blank + "\n\n");
        Refused("too much trailing whitespace", "AAAA\n", after: blank + "\n");
    }

    [Theory]
    [InlineData("AGE-SECRET-KEY-1QQQ")]
    [InlineData("age-secret-key-1qqq")]
    [InlineData("x AGE-PLUGIN-X-1QQQ")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----")]
    public void What_looks_like_a_secret_key_is_not_quoted(string text) => Assert.Equal("(a secret key, not shown)", Quoted.Of(text));

    [Fact]
    public async Task The_key_of_a_payload_comes_from_a_nonce_drawn_for_it()
    {
        List<byte[]> drawn = [];
        var file = await AgeFile.EncryptAsync(
            "plain"u8.ToArray(), [AgeRecipient.Parse(Recipient)], AgeEncoding.Binary, Draw, TestContext.Current.CancellationToken);
        Assert.Equal([16, 32, 16], drawn.Select(bytes => bytes.Length));
        Assert.Equal(drawn[2], file[^(16 + 5 + 16)..^(5 + 16)]);

        void Draw(Span<byte> destination)
        {
            destination.Fill((byte)(drawn.Count + 1));
            drawn.Add(destination.ToArray());
        }
    }

    [Fact]
    public void Secret_files_are_read_up_to_the_limit()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[10_000]);
            Assert.Equal(10_000, SecretFile.Read(path, 10_000)?.Length);
            Assert.Null(SecretFile.Read(path, 9_999));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Armored(string body, string before, string after) =>
        $"{before}-----BEGIN AGE ENCRYPTED FILE-----\n{body}-----END AGE ENCRYPTED FILE-----\n{after}";

    private static int Bytes(string body, string before = "", string after = "")
    {
        var input = AgeArmor.Read(Encoding.ASCII.GetBytes(Armored(body, before, after)));
        Assert.Null(input.ArmorError);
        return input.Rest.Length;
    }

    private static void Refused(string expected, string body, string before = "", string after = "") =>
        Assert.StartsWith(
            "invalid armor: " + expected,
            AgeArmor.Read(Encoding.ASCII.GetBytes(Armored(body, before, after))).ArmorError,
            StringComparison.Ordinal);

    // The checksum as BIP 173 defines it, over letters that need not be what our encoder writes.
    private static string WithChecksum(string prefix, string data)
    {
        uint[] generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        int[] values = [.. prefix.Select(c => c >> 5), 0, .. prefix.Select(c => c & 31), .. data.Select(
            c => Letters.IndexOf(c, StringComparison.Ordinal)), 0, 0, 0, 0, 0, 0];
        var state = 1u;
        foreach (var value in values)
        {
            var top = state >> 25;
            state = ((state & 0x1ffffff) << 5) ^ (uint)value;
            for (var i = 0; i < 5; i++)
            {
                state ^= ((top >> i) & 1) * generator[i];
            }
        }

        state ^= 1;
        return prefix + "1" + data + string.Concat(Enumerable.Range(0, 6).Select(i => Letters[(int)(state >> (5 * (5 - i))) & 31]));
    }
}
