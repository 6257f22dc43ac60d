using System.IO.Compression;
using SecretsKit.Core.Crypto.MlKem;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Crypto.MlKem;

/// <summary>Key derivation, encapsulation and decapsulation as published vectors have them.</summary>
public sealed class MlKem768Tests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, MlKem768.SeedSize).Select(i => (byte)i)];

    [Fact]
    public void Derives_keys_as_wycheproof_says() => Wycheproof.Run("mlkem_768_keygen_seed_test.json", (_, test) =>
    {
        var key = Expand(test.Bytes("seed"));
        Assert.Equal(test.Bytes("dk"), key);
        Assert.Equal(test.Bytes("ek"), MlKem768.PublicKeyOf(key));
    });

    [Fact]
    public void Encapsulates_as_wycheproof_says() => Wycheproof.Run("mlkem_768_encaps_test.json", (_, test) =>
    {
        var (key, randomness) = (test.Bytes("ek"), test.Bytes("m"));
        var valid = test.Text("result") == "valid";
        Assert.Equal(valid, MlKem768.IsPublicKey(key));
        if (valid)
        {
            var (ciphertext, secret) = Encapsulate(key, randomness);
            Assert.Equal(
                (Convert.ToHexStringLower(test.Bytes("c")), Convert.ToHexStringLower(test.Bytes("K"))),
                (Convert.ToHexStringLower(ciphertext), Convert.ToHexStringLower(secret)));
        }
        else
        {
            Assert.Throws<ArgumentException>(() => Encapsulate(key, randomness));
        }
    });

    [Fact]
    public void Decapsulates_as_wycheproof_says() => Wycheproof.Run("mlkem_768_test.json", (_, test) =>
    {
        var (seed, ciphertext) = (test.Bytes("seed"), test.Bytes("c"));
        if (test.Text("result") != "valid")
        {
            Assert.Throws<ArgumentException>(() => Decapsulate(Expand(seed), ciphertext));
            return;
        }

        var key = Expand(seed);
        Assert.Equal(test.Bytes("ek"), MlKem768.PublicKeyOf(key));
        Assert.Equal(test.Bytes("K"), Decapsulate(key, ciphertext));
    });

    // These files derive keys as a draft of the standard did, so they start from expanded keys.
    [Theory]
    [InlineData("unluckysample")]
    [InlineData("intermediate")]
    [InlineData("strcmp")]
    public void Agrees_with_the_vectors_of_hard_cases(string name) => WithVector(Path.Combine(name, "ML-KEM-768.txt"), stream =>
    {
        using var reader = new StreamReader(stream);
        var values = new Dictionary<string, string>();
        foreach (var line in reader.ReadToEnd().Split('\n').Where(line => line.Contains(" = ", StringComparison.Ordinal)))
        {
            values[line[..line.IndexOf(" = ", StringComparison.Ordinal)]] = line[(line.LastIndexOf(" = ", StringComparison.Ordinal) + 3)..]
                .Trim();
        }

        var key = Convert.FromHexString(values["dk"]);
        if (values.TryGetValue("m", out var randomness))
        {
            var (ciphertext, secret) = Encapsulate(
                Convert.FromHexString(values["ek"].Length == 2 * MlKem768.PublicKeySize
                    ? values["ek"]
                    : Convert.ToHexString(MlKem768.PublicKeyOf(key))),
                Convert.FromHexString(randomness));
            Assert.Equal(values["c"], Convert.ToHexStringLower(ciphertext));
            Assert.Equal(values["K"], Convert.ToHexStringLower(secret));
        }

        Assert.Equal(values["K"], Convert.ToHexStringLower(Decapsulate(key, Convert.FromHexString(values["c"]))));
    });

    [Fact]
    public void Keys_that_are_not_reduced_are_no_keys() => WithVector("modulus/ML-KEM-768.txt.gz", stream =>
    {
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var seen = 0;
        for (; reader.ReadLine() is { } line; seen++)
        {
            Assert.False(MlKem768.IsPublicKey(Convert.FromHexString(line)));
        }

        Assert.True(seen >= 768);
    });

    [Fact]
    public void A_changed_ciphertext_gives_another_secret_each_time_the_same()
    {
        var key = Expand(Seed);
        var (ciphertext, secret) = Encapsulate(MlKem768.PublicKeyOf(key).ToArray(), new byte[32]);
        Assert.Equal(secret, Decapsulate(key, ciphertext));
        for (var at = 0; at < ciphertext.Length; at += 97)
        {
            ciphertext[at] ^= 0x10;
            var rejected = Decapsulate(key, ciphertext);
            Assert.NotEqual(secret, rejected);
            Assert.Equal(rejected, Decapsulate(key, ciphertext));
            ciphertext[at] ^= 0x10;
        }
    }

    /// <summary>A digest over a hundred keys, ciphertexts, secrets and rejections that other implementations publish.</summary>
    [Fact]
    public void Agrees_with_the_published_digest_of_a_hundred_exchanges()
    {
        using var source = KeccakSponge.CreateShake128();
        var everything = new List<byte>();
        byte[] seed = new byte[MlKem768.SeedSize], randomness = new byte[32], noise = new byte[MlKem768.CiphertextSize];
        for (var i = 0; i < 100; i++)
        {
            source.Squeeze(seed);
            var key = Expand(seed);
            source.Squeeze(randomness);
            var (ciphertext, secret) = Encapsulate(MlKem768.PublicKeyOf(key).ToArray(), randomness);
            Assert.Equal(secret, Decapsulate(key, ciphertext));
            source.Squeeze(noise);
            everything.AddRange([.. MlKem768.PublicKeyOf(key), .. ciphertext, .. secret, .. Decapsulate(key, noise)]);
        }

        using var digest = KeccakSponge.CreateShake128();
        digest.Absorb(everything.ToArray());
        var output = new byte[32];
        digest.Squeeze(output);
        Assert.Equal("1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415", Convert.ToHexStringLower(output));
    }

    [Fact]
    public void What_a_rejected_ciphertext_gives_depends_on_it_and_on_a_secret()
    {
        byte[] other = [.. Seed];
        other[^1] ^= 1;
        var (key, sibling) = (Expand(Seed), Expand(other));
        Assert.Equal(MlKem768.PublicKeyOf(key), MlKem768.PublicKeyOf(sibling));
        var noise = new byte[MlKem768.CiphertextSize];
        var rejected = Decapsulate(key, noise);
        Assert.NotEqual(rejected, Decapsulate(sibling, noise));
        noise[^1] = 1;
        Assert.NotEqual(rejected, Decapsulate(key, noise));
    }

    [Fact]
    public void Division_is_exact_where_it_is_used()
    {
        for (var quotient = 0u; quotient < (1u << 28) / MlKemField.Modulus; quotient++)
        {
            var product = quotient * MlKemField.Modulus;
            Assert.Equal(quotient, MlKemField.Divide(product));
            Assert.Equal(quotient, MlKemField.Divide(product + MlKemField.Modulus - 1));
        }
    }

    [Fact]
    public void The_transform_and_its_inverse_cancel()
    {
        ushort[] polynomial = [.. Enumerable.Range(0, MlKemTransform.Size).Select(i => (ushort)(i * 2_711 % MlKemField.Modulus))];
        ushort[] copy = [.. polynomial];
        MlKemTransform.Forward(copy);
        Assert.NotEqual(polynomial, copy);
        MlKemTransform.Inverse(copy);
        Assert.Equal(polynomial, copy);
    }

    private static byte[] Expand(byte[] seed)
    {
        var key = new byte[MlKem768.PrivateKeySize];
        MlKem768.ExpandKey(seed, key);
        return key;
    }

    private static (byte[] Ciphertext, byte[] Secret) Encapsulate(byte[] key, byte[] randomness)
    {
        var (ciphertext, secret) = (new byte[MlKem768.CiphertextSize], new byte[MlKem768.SharedSecretSize]);
        MlKem768.Encapsulate(key, randomness, ciphertext, secret);
        return (ciphertext, secret);
    }

    private static byte[] Decapsulate(byte[] key, byte[] ciphertext)
    {
        var secret = new byte[MlKem768.SharedSecretSize];
        MlKem768.Decapsulate(key, ciphertext, secret);
        return secret;
    }

    private static void WithVector(string path, Action<Stream> check)
    {
        if (Checkout.Vectors is not { } folder)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("not run: SECRETSKIT_VECTORS names no folder");
            return;
        }

        using var stream = File.OpenRead(Path.Combine(folder, "mlkem", path));
        check(stream);
    }
}
