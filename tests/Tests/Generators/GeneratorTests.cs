using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Registration;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Generators;

/// <summary>Generators that need no server.</summary>
public sealed class GeneratorTests
{
    [Fact]
    public async Task A_UUID_is_a_random_one_of_version_4()
    {
        var made = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            var uuid = await GeneratorRun.ValueAsync("UUID", "{}", "uuid");
            Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", uuid);
            Assert.True(made.Add(uuid));
        }
    }

    [Fact]
    public async Task A_fake_gives_what_it_holds()
    {
        var made = await GeneratorRun.RunAsync("Fake", """{"data":{"b":"2","a":"1"}}""");
        Assert.Equal(["a", "b"], made.Names);
        Assert.Equal("2", made["b"]!.RevealText());
        Assert.Empty((await GeneratorRun.RunAsync("Fake", "{}")).Names);
    }

    /// <summary>The examples of RFC 6238, appendix B.</summary>
    [Theory]
    [InlineData("sha1", 59, "94287082")]
    [InlineData("sha1", 1111111109, "07081804")]
    [InlineData("sha1", 1111111111, "14050471")]
    [InlineData("sha1", 1234567890, "89005924")]
    [InlineData("sha1", 2000000000, "69279037")]
    [InlineData("sha1", 20000000000, "65353130")]
    [InlineData("sha256", 59, "46119246")]
    [InlineData("sha256", 1111111109, "68084774")]
    [InlineData("sha256", 1111111111, "67062674")]
    [InlineData("sha256", 1234567890, "91819424")]
    [InlineData("sha256", 2000000000, "90698825")]
    [InlineData("sha256", 20000000000, "77737706")]
    [InlineData("sha512", 59, "90693936")]
    [InlineData("sha512", 1111111109, "25091201")]
    [InlineData("sha512", 1111111111, "99943326")]
    [InlineData("sha512", 1234567890, "93441116")]
    [InlineData("sha512", 2000000000, "38618901")]
    [InlineData("sha512", 20000000000, "47863826")]
    public async Task A_code_for_a_second_factor_is_that_of_the_standard(string algorithm, long seconds, string expected)
    {
        const string Digits = "1234567890123456789012345678901234567890123456789012345678901234";
        var seed = Digits[..(algorithm switch { "sha1" => 20, "sha256" => 32, _ => 64 })];
        var references = Seed(Encoding.ASCII.GetString(Base32.Encode(Encoding.ASCII.GetBytes(seed))).TrimEnd('=').ToLowerInvariant());
        var clock = new FakeClock(DateTimeOffset.FromUnixTimeSeconds(seconds));
        var made = await GeneratorRun.RunAsync(
            "MFA", $$"""{"secret":{"name":"seed","key":"s"},"length":8,"algorithm":"{{algorithm}}"}""", references, clock);
        Assert.Equal(expected, made["token"]!.RevealText());
        Assert.Equal((30 - (seconds % 30)).ToString(System.Globalization.CultureInfo.InvariantCulture), made["timeLeft"]!.RevealText());
    }

    [Fact]
    public async Task A_code_has_six_digits_for_thirty_seconds_unless_settings_say_otherwise()
    {
        var made = await GeneratorRun.RunAsync(
            "MFA", """{"secret":{"name":"seed","key":"s"},"when":"1970-01-01T00:00:59Z"}""", Seed("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
        Assert.Equal(("287082", "1"), (made["token"]!.RevealText(), made["timeLeft"]!.RevealText()));
    }

    [Fact]
    public async Task A_seed_that_is_none_is_not_quoted()
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => GeneratorRun.RunAsync("MFA", """{"secret":{"name":"seed","key":"s"}}""", Seed("canary!")));
        Assert.Contains("the seed is not base32", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The examples of RFC 4648, part 10.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY======")]
    [InlineData("fo", "MZXQ====")]
    [InlineData("foo", "MZXW6===")]
    [InlineData("foob", "MZXW6YQ=")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI======")]
    public void Base32_is_that_of_the_standard(string plain, string encoded)
    {
        Assert.Equal(encoded, Encoding.ASCII.GetString(Base32.Encode(Encoding.ASCII.GetBytes(plain))));
        Assert.Equal(plain, Encoding.ASCII.GetString(AuthenticatorSeed.TryDecode(Encoding.ASCII.GetBytes(encoded))!));
        Assert.Null(AuthenticatorSeed.TryDecode("1"u8));
    }

    [Fact]
    public void A_kind_that_is_not_served_says_which_are()
    {
        Assert.Equal(["Password", "UUID", "Fake", "SSHKey", "MFA"], SecretGenerators.Names.Take(5));
        Assert.Equal("passwordSpec", SecretGenerators.Find("Password")!.SpecField);
        Assert.Null(SecretGenerators.Find("QuantumToken"));
    }

    private static GivenReferences Seed(string text) => new() { Secrets = { ["team/seed"] = new() { ["s"] = text } } };
}
