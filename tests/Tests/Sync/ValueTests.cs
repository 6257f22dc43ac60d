using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Keys;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Values;

namespace SecretsKit.Tests.Sync;

/// <summary>Decoding of values and conversion of keys (spec external-secrets.md 6).</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("", "YQ==", "YQ==")]
    [InlineData("None", "YQ==", "YQ==")]
    [InlineData("Base64", "YQ==", "a")]
    [InlineData("Base64", "aGVs\r\nbG8=\n", "hello")]
    [InlineData("Base64", "", "")]
    [InlineData("Base64URL", "Pz8_", "???")]
    [InlineData("Auto", "Pz8_", "???")]
    [InlineData("Auto", "Pz8/", "???")]
    [InlineData("Auto", "not base64!", "not base64!")]
    public void Decodes(string strategy, string text, string expected) =>
        Assert.Equal(expected, ValueDecoding.Apply(strategy, SecretValue.OfText(text)).RevealText());

    [Theory]
    [InlineData("Base64", "YQ", "illegal base64 data at input byte 0")]
    [InlineData("Base64", "two words", "illegal base64 data at input byte 3")]
    [InlineData("Base64", "%%%%", "illegal base64 data at input byte 0")]
    [InlineData("Base64", "Pz8_", "illegal base64 data at input byte 3")]
    [InlineData("Base64URL", "Pz8/", "illegal base64 data at input byte 3")]
    [InlineData("Hex", "61", "decoding strategy Hex is not supported")]
    public void Refuses(string strategy, string text, string message)
    {
        var failure = Assert.Throws<SyncException>(() => ValueDecoding.Apply(strategy, SecretValue.OfText(text)));
        Assert.Equal(message, failure.Message);
        Assert.Equal(SyncFault.ProviderData, failure.Fault);
    }

    [Fact]
    public void Any_bytes_survive_base64_of_both_alphabets()
    {
        var random = new byte[64];
        for (var round = 0; round < 200; round++)
        {
            for (var at = 0; at < random.Length; at++)
            {
                random[at] = (byte)((at * 31) + (round * 17) + (at * round));
            }

            var bytes = random[..(round % 64)];
            var standard = Convert.ToBase64String(bytes);
            var url = standard.Replace('+', '-').Replace('/', '_');
            Assert.Equal(bytes, ValueDecoding.Apply("Base64", SecretValue.OfText(standard)).Bytes.ToArray());
            Assert.Equal(bytes, ValueDecoding.Apply("Base64URL", SecretValue.OfText(url)).Bytes.ToArray());
            Assert.Equal(bytes, ValueDecoding.Apply("Auto", SecretValue.OfText(url)).Bytes.ToArray());
        }
    }

    [Theory]
    [InlineData("", "a/b c", "a_b_c")]
    [InlineData("Default", "é.日-½_x", "é.日-½_x")]
    [InlineData("Unicode", "a/b", "a_U002f_b")]
    [InlineData("Unicode", "😀", "_U1f600_")]
    [InlineData("Other", "a/b", "a/b")]
    public void Converts_keys(string strategy, string key, string expected) => Assert.Equal(expected, KeyConversion.Convert(strategy, key));

    [Theory]
    [InlineData("a/b c:d")]
    [InlineData("😀 ünï/код")]
    [InlineData("plain-key.x_y")]
    public void What_Unicode_converted_comes_back(string key) =>
        Assert.Equal(key, KeyConversion.Reverse(KeyConversion.Convert("Unicode", key)));

    [Fact]
    public void Two_names_that_become_one_are_refused()
    {
        var map = new SecretMap();
        map["a/b"] = SecretValue.Empty;
        map["a b"] = SecretValue.Empty;
        var failure = Assert.Throws<SyncException>(() => KeyConversion.Convert("Default", map));
        Assert.EndsWith("secret name collision during conversion: a_b", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_keys_are_dropped_and_long_or_strange_ones_refused()
    {
        Assert.Equal(0, KeyValidation.Check(Of("")).Count);
        Assert.Equal(1, KeyValidation.Check(Of(new string('a', 253))).Count);
        Assert.Contains("key has length 254 but max is 253", Assert.Throws<SyncException>(
            () => KeyValidation.Check(Of(new string('a', 254)))).Message, StringComparison.Ordinal);
        Assert.Contains("invalid character /", Assert.Throws<SyncException>(
            () => KeyValidation.Check(Of("a/b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_0_is_refused_without_the_value_in_the_message()
    {
        var failure = Assert.Throws<SyncException>(
            () => ValueDecoding.RefuseNullBytes("k", new(Encoding.UTF8.GetBytes("canary\0x"))));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    private static SecretMap Of(string key)
    {
        var map = new SecretMap();
        map[key] = SecretValue.Empty;
        return map;
    }
}
