using System.Security.Cryptography;
using System.Text;
using SecretsKit.Platform;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Templates;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Tests.Sync;

/// <summary>Archives of PKCS#12 with keys of Ed25519, which the platform does not know.</summary>
public sealed class Pkcs12FunctionTests
{
    // Made by OpenSSL 3.0 (pkcs12 -export), with AES-256 and, with -legacy, with 3DES; the password is pw.
    private const string Modern = """
        MIIDhgIBAzCCAzwGCSqGSIb3DQEHAaCCAy0EggMpMIIDJTCCAjIGCSqGSIb3DQEHBqCCAiMwggIfAgEAMIICGAYJKoZIhvcNAQcBMFcGCSqGSIb3DQEF
        DTBKMCkGCSqGSIb3DQEFDDAcBAi5kbdR3qDYmwICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEELz0hzTuovf2MA9or3ksIJyAggGwBQED5Mhw
        jCyF4Yo5/SpvIlEZMY4z7B5UXmXt6T/5UKkUGFktxW+tQS/ND5H1/17SKwT08k/zG8614GrU1iuX5mWAa7A6UOzGPbRMgI2rrvue1W3uZLDTsZzXfrRN
        zNnn6G5oCmCXEh3TWEYavRjFoeUYRAN6Y8culKnOKC7Fuf6GQ9HH7AMSaetKQduuXSF4ETnsp5b6Vt/0vYSReBH2A8GLBm3xuJEAx6sO7yZUjMgJ4yt9
        6UWkHfVx2iz4tp0ewMsragkcja40cVP9gwYAY1drcL9GcX1Gh3L4zj6nInxk16Az5CntLzmwDSN4JJubAY8SNYg3KQ7GlGvTjVGyGw4V8EovVutD25kD
        dGBaU/xtvZw+2HFEZN3SvJRBPeiUxDnpubr84nq77rixoVSNOwZHcT+ytZ1p/AICI+Byq4ou/7hxNo8TNN6sf2s4dq7Is1YE8TcJxBKf5kFOTtgg6exq
        x3yMyI9Vzjw0rZo+YPUSV/5GmiAKIsXAGX8vhfO3uslNcEaumpWMuR+MpX3V/Agn0mu0aOloxsiqcz+6N3f0n/xw8br+TZPbuurCZVkKMIHsBgkqhkiG
        9w0BBwGggd4EgdswgdgwgdUGCyqGSIb3DQEMCgECoIGeMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjA6T7qtQiFawICCAAwDAYIKoZI
        hvcNAgkFADAdBglghkgBZQMEASoEED3wCSnkQBicVCGjjSNWviwEQMOgWOfaAmRisO6Sm24auf7hyQ2LPeTg0FP/CW3+z0jlI1BtQcnYXWvGgm3T/7c7
        EREuRJuL8hzgUoS06X69VkAxJTAjBgkqhkiG9w0BCRUxFgQUABcZZldbzmi2KMmt1rTYHuMLcIYwQTAxMA0GCWCGSAFlAwQCAQUABCBgdwYzFdmChvhE
        PwI1PZideGDqzDfsNjdlQvE5QFk+1gQIjdwD2ZNTUh4CAggA
        """;

    private const string Legacy = """
        MIIC7gIBAzCCArQGCSqGSIb3DQEHAaCCAqUEggKhMIICnTCCAe8GCSqGSIb3DQEHBqCCAeAwggHcAgEAMIIB1QYJKoZIhvcNAQcBMBwGCiqGSIb3DQEM
        AQYwDgQIXlQk47/BExQCAggAgIIBqOfCr/d2KwptN3lGG8AVnw/eAODM/ZmEzbOs7LNWlZgg7TMMlLnNK5BZ4u47Cc4U6nkY3CmiPJc+GYLhvi05H15Q
        IQW6nqFkPtXGpSWok+UTnY5czPRdWiABbat4ex5SSh1/9sP4xD77Vq1/3lBWflbhGj0Ov5YVfNyVKSIIhfdzDEVtcH57fsYQFWYPdMKdgyqIJL4RIvI+
        odW9mcUfU1BjcqMK9Gbz1r2baTeJueYtlpds57XGkeHCWc8J1HnemtQvYC6s+6f6HcnJESNNdItBI5paR/YuKXVQNotUyUWcz8GTuJpQrmGs8cXiAOkV
        5UKSqfM3y/eBrM8RdAChLi7w4Gwv/Z0NpIyDQNPcNoe2pcoLN+kRRuUUjJwsqYVPvWr3yPiAH0v5lhKH/lMM4gTvgojIItzx8fF4JaX6o2Ie4a5C8lBh
        lklxbGdHI7hfc0aMljEDXHE+S2FOovKg6VPC3j46GTcPTZX86ALd3R9hu5csUAdrs96XzjjDMcDg8W87nsdrDAZezMY/0urXy2sUCgWDdpSFQ1goY7IT
        Js/HCx5BXnYqa0MwgacGCSqGSIb3DQEHAaCBmQSBljCBkzCBkAYLKoZIhvcNAQwKAQKgWjBYMBwGCiqGSIb3DQEMAQMwDgQIQZVazKdOFwwCAggABDi+
        qc11NlV1WfDMRFdp0RyEsWT/EWDRRIhVn0PlJtN04lgTOc30gC5gdieCLXUTjSZ+5bNbCtOe9jElMCMGCSqGSIb3DQEJFTEWBBQAFxlmV1vOaLYoya3W
        tNge4wtwhjAxMCEwCQYFKw4DAhoFAAQUniuvO6g9wp6cfw5oRoAabpEwTggECDeSp4sY9XDdAgIIAA==
        """;

    private const string Key =
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIE2CcxLz7THZx+hSng87iq2dhvuNatXM3KGfALNWUlGh\n-----END PRIVATE KEY-----\n";

    [Theory]
    [InlineData(Modern)]
    [InlineData(Legacy)]
    public void Key_and_certificate_are_read(string archive)
    {
        var bytes = Convert.FromBase64String(archive);
        Assert.Equal(Key, Render("{{ pkcs12keyPass \"pw\" .a }}", bytes));
        Assert.Equal("a.example 10.0.0.1", Render("{{ pkcs12certPass \"pw\" .a | certSANs | join \" \" }}", bytes));
        foreach (var function in (string[])["pkcs12keyPass", "pkcs12certPass"])
        {
            Assert.EndsWith("decryption password incorrect", Fail($"{{{{ {function} \"other\" .a }}}}", bytes), StringComparison.Ordinal);
            Assert.EndsWith(
                "decryption password incorrect", Fail($"{{{{ {function} \"pw\" .a }}}}", bytes[..^40]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ed25519", "pemToPkcs12Pass")]
    [InlineData("ed25519", "fullPemToPkcs12Pass")]
    [InlineData("ecdsa", "fullPemToPkcs12Pass")]
    public void What_is_written_is_read_again(string type, string function) => Assert.Equal("true true", Render($$$$"""
        {{- $key := genPrivateKey "{{{{type}}}}" }}
        {{- $made := genSelfSignedCertWithKey "web" (list) (list "a.example") 10 $key }}
        {{- $archive := {{{{function}}}} $made.Cert $made.Key "pässword" | b64dec }}
        {{- eq (pkcs12certPass "pässword" $archive) $made.Cert }} {{ contains "PRIVATE KEY" (pkcs12keyPass "pässword" $archive) -}}
        """, []));

    [Fact]
    public void The_key_is_that_which_was_given() => Assert.Equal("true", Render("""
        {{- $made := genSelfSignedCertWithKey "web" (list) (list) 10 .a }}
        {{- eq (pemToPkcs12 $made.Cert .a | b64dec | pkcs12key) .a -}}
        """, Encoding.UTF8.GetBytes(Key)));

    [Theory]
    [InlineData("genPrivateKey \"ed25519\"")]
    [InlineData("genPrivateKey \"ecdsa\"")]
    [InlineData("printf \"%s-no-key\" \"canary\"")]
    public void A_key_of_another_certificate_is_refused(string other)
    {
        var failure = Fail($$$$"""
            {{- $made := genSelfSignedCertWithKey "web" (list) (list) 10 .a }}
            {{- pemToPkcs12 $made.Cert ({{{{other}}}}) -}}
            """, Encoding.UTF8.GetBytes(Key));
        Assert.EndsWith("the key does not fit the leaf cert", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-no-key", failure, StringComparison.Ordinal);
    }

    private static string Fail(string template, byte[] a) => Assert.Throws<TemplateException>(() => Render(template, a)).Message;

    private static string Render(string template, byte[] a)
    {
        var run = new TemplateRun(new(TimeProvider.System, RandomNumberGenerator.Fill));
        var data = new SecretMap { ["a"] = new SecretValue(a) };
        return Encoding.UTF8.GetString(
            run.Render("t", template, TemplateRun.RootOf(data), MissingKey.Error, TestContext.Current.CancellationToken));
    }
}
