using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform;
using SecretsKit.Sync.Templates;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Tests.Sync;

/// <summary>Functions of mappings' templates at their edges (spec external-secrets.md 7).</summary>
public sealed class TemplateFunctionTests
{
    private const string Block = "-----BEGIN X-----\nYWJj\n-----END X-----\n";

    [Theory]
    [InlineData("add \"1.9\" 1", "2")]
    [InlineData("mul \"2.5\" 2", "4")]
    [InlineData("max \"1.9\" 1", "1")]
    [InlineData("sub \"-3.9\" 1", "-4")]
    [InlineData("div \"7.5\" 2", "3")]
    [InlineData("add1 \"1.\"", "2")]
    [InlineData("int \"+1.5\"", "1")]
    [InlineData("int \"1e3\"", "0")]
    [InlineData("int \"0x1.5\"", "0")]
    [InlineData("int \"010.5\"", "8")]
    [InlineData("slice (list 1 2 3) \"1.5\"", "[2 3]")]
    public void Whole_numbers_are_read_of_texts_with_decimals(string call, string expected) =>
        Assert.Equal(expected, Render($"{{{{ {call} }}}}", ""));

    [Theory]
    [InlineData("Somewhere/Else", "14:30 +0130")]
    [InlineData("Nowhere", "13:00 +0000")]
    [InlineData("../etc/passwd", "13:00 +0000")]
    [InlineData("UTC", "13:00 +0000")]
    public void Dates_are_shown_in_zones_that_the_machine_knows(string zone, string expected) => Assert.Equal(
        expected,
        Render($"{{{{ dateInZone \"15:04 -0700\" (toDate \"2006-01-02T15:04:05Z07:00\" .a) \"{zone}\" }}}}", "2026-01-02T13:00:00Z"));

    [Theory]
    [InlineData("junk\n" + Block + "more junk", Block)]
    [InlineData(Block + "\n\n", Block)]
    [InlineData("-----BEGIN Y-----\nYWJj\n-----END Y-----\n", "")]
    [InlineData("", "")]
    [InlineData("-----BEGIN X-----\r\nYW\r\nJj\r\n-----END X-----", Block)]
    [InlineData("-----BEGIN X-----\nB: 2\nProc-Type: 4,ENCRYPTED\nA: 1\n\nYWJj\n-----END X-----\n",
        "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nA: 1\nB: 2\n\nYWJj\n-----END X-----\n")]
    [InlineData("-----BEGIN X-----\nnot base64!\n-----END X-----\n" + Block, Block)]
    [InlineData("-----BEGIN X-----\nYWJj\n-----END Z-----\n" + Block, Block)]
    [InlineData("-----BEGIN X-----\n-----END X-----\n", "-----BEGIN X-----\n-----END X-----\n")]
    public void Blocks_of_a_type_are_written_anew(string text, string expected) =>
        Assert.Equal(expected, Render("{{ filterPEM \"x\" .a }}", text));

    [Fact]
    public void Long_blocks_get_lines_of_64_characters()
    {
        var content = Convert.ToBase64String(new byte[60]);
        Assert.Equal(
            $"-----BEGIN X-----\n{content[..64]}\n{content[64..]}\n-----END X-----\n",
            Render("{{ filterPEM \"X\" .a }}", $"-----BEGIN X-----\n{content}\n-----END X-----\n"));
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("\n")]
    [InlineData("-----BEGIN Y-----\nYWJj\n-----END Y-----\njunk")]
    [InlineData("-----BEGIN X-----\nYWJj\n")]
    public void Text_without_a_block_of_the_type_is_junk(string text)
    {
        var failure = Assert.Throws<TemplateException>(() => Render("{{ filterPEM \"X\" .a }}", text));
        Assert.EndsWith("error filtering pem: found junk", failure.Message, StringComparison.Ordinal);
    }

    // RFC 8037, appendix A.
    [Fact]
    public void Keys_of_Ed25519_are_PEM_too()
    {
        const string Public = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
        var secret = Public.Replace("}", ",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}", StringComparison.Ordinal);
        Assert.Equal(
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n",
            Render("{{ jwkPublicKeyPem .a }}", Public));
        Assert.Equal(
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n",
            Render("{{ jwkPrivateKeyPem .a }}", secret));
        Assert.Throws<TemplateException>(() => Render("{{ jwkPublicKeyPem .a }}", secret));
        Assert.Throws<TemplateException>(() => Render("{{ jwkPrivateKeyPem .a }}", Public));
    }

    [Fact]
    public void An_RSA_key_needs_no_more_than_its_factors()
    {
        using var rsa = RSA.Create(2048);
        var all = rsa.ExportParameters(includePrivateParameters: true);
        var jwk = $$"""
            {"kty":"RSA","n":"{{Text(all.Modulus)}}","e":"{{Text(all.Exponent)}}",
             "d":"{{Text(all.D)}}","p":"{{Text(all.P)}}","q":"{{Text(all.Q)}}"}
            """;
        Assert.Equal(rsa.ExportPkcs8PrivateKeyPem() + "\n", Render("{{ jwkPrivateKeyPem .a }}", jwk));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("""{"kty":"RSA"}""")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB","p":"AQ","q":"AQ"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AQAB"}""")]
    [InlineData("""{"kty":"OKP","crv":"X25519","x":"AQAB","d":"AQAB"}""")]
    [InlineData("""{"kty":"oct","k":"Y2FuYXJ5"}""")]
    [InlineData("""{"kty":"RSA","n":"????","e":"AQAB"}""")]
    public void What_is_no_key_is_one_error_without_its_content(string jwk)
    {
        foreach (var function in (string[])["jwkPublicKeyPem", "jwkPrivateKeyPem"])
        {
            var failure = Assert.Throws<TemplateException>(() => Render($"{{{{ {function} .a }}}}", jwk));
            Assert.DoesNotContain("Y2FuYXJ5", failure.Message, StringComparison.Ordinal);
        }
    }

    private sealed class OneZone : ITimeZones
    {
        public GoZone Local => GoZone.LocalUtc;

        public GoZone? Find(string name) => name == "Somewhere/Else"
            ? GoZone.Of(TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromMinutes(90), name, name), name) : null;
    }

    private static string Text(byte[]? number) => System.Buffers.Text.Base64Url.EncodeToString(number);

    private static string Render(string template, string a)
    {
        var run = new TemplateRun(new(TimeProvider.System, KernelRandom.Fill) { Zones = new OneZone() });
        var data = new Providers.Stores.SecretMap { ["a"] = Providers.Stores.SecretValue.OfText(a) };
        return Encoding.UTF8.GetString(
            run.Render("t", template, TemplateRun.RootOf(data), MissingKey.Error, TestContext.Current.CancellationToken));
    }
}
