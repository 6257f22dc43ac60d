using SecretsKit.Core.Detection;

namespace SecretsKit.Tests.Detection;

/// <summary>Formats that speak for themselves. The texts are put together here so that no scanner takes this file for a leak.</summary>
public sealed class TokenTests
{
    private const string Letters = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zAbCdEfGhIjKlMnOpQrStUvWxYz0123456789aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z";
    private const string Hex = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";

    public static TheoryData<string, string> Tokens => new()
    {
        { "AK" + "IAQ3EGRVWSB7ZKD2NP", "AWS access key id" },
        { "gh" + "p_" + Letters[..36], "GitHub personal access token" },
        { "github" + "_pat_" + Letters[..70], "GitHub fine-grained token" },
        { "gl" + "pat-" + Letters[..20], "GitLab personal access token" },
        { "xo" + "xb-123456789012-" + Letters[..24], "Slack bot token" },
        { "AI" + "za" + Letters[..35], "Google API key" },
        { "sk_" + "live_" + Letters[..24], "Stripe secret key" },
        { "np" + "m_" + Letters[..36], "npm access token" },
        { "hv" + "s." + Letters[..40], "Vault service token" },
        { "do" + "p_v1_" + Hex, "DigitalOcean token" },
        { "dc" + "kr_pat_" + Letters[..27], "Docker Hub token" },
        { "AGE-SECRET-" + "KEY-1" + "QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQ3M9C", "age identity" },
        { "ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0." + Letters[..43], "JSON Web Token" },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Finds_a_token_anywhere(string token, string what)
    {
        foreach (var text in (string[])[token, $"key: {token}\n", $"# see {token}.\n", $"curl -H 'x: {token}'", $"\"{token}\","])
        {
            Assert.Equal(what, Assert.Single(Scans.Of(text, TextShape.Text)).What);
        }
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void Does_not_find_part_of_a_longer_word(string token, string what)
    {
        Assert.NotEmpty(what);
        Assert.Empty(Scans.Of("x" + token, TextShape.Text));
    }

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("ghp_short")]
    [InlineData("glpat-your-token-goes-right-here")]
    [InlineData("AKIAAAAAAAAAAAAAAAAA")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n{{ .Values.key }}\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END CERTIFICATE-----")]
    [InlineData("age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja")]
    public void Passes_examples_and_public_things(string text) => Assert.Empty(Scans.Of(text, TextShape.Text));

    [Theory]
    [InlineData("RSA ", "RSA private key")]
    [InlineData("EC ", "EC private key")]
    [InlineData("OPENSSH ", "OpenSSH private key")]
    [InlineData("", "private key")]
    public void Finds_private_keys(string label, string what)
    {
        var pem = $"-----BEGIN {label}PRIVATE "
            + $"KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n-----END {label}PRIVATE KEY-----\n";
        Assert.Equal(what, Assert.Single(Scans.Of(pem, TextShape.Text)).What);
        Assert.Equal(what, Assert.Single(Scans.Of("k: \"" + pem.Replace("\n", "\\n", StringComparison.Ordinal) + "\"\n")).What);
        var inYaml = Assert.Single(
            Scans.Of("tls:\n  key: |\n    " + pem.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal) + "\n"));
        Assert.Equal((what, "tls.key", 3, 2), (inYaml.What, inYaml.Name, inYaml.Line, inYaml.ValueLine));
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pem));
        Assert.Equal("private key in base64", Assert.Single(Scans.Of("key: " + encoded + "\n")).What);
    }
}
