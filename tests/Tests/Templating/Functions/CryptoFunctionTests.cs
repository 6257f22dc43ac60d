using System.Security.Cryptography.X509Certificates;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using static SecretsKit.Tests.Templating.Functions.Calls;

namespace SecretsKit.Tests.Templating.Functions;

public sealed class CryptoFunctionTests
{
    private static readonly Value Authority = Call("genCA", "my-ca", 365);

    [Fact]
    public void An_authority_signs_for_hosts_and_addresses()
    {
        using var authority = Load(Authority);
        using var signed = Load(Call("genSignedCert", "cn", List("127.0.0.1", "::1"), List("a.example.com"), 30, Authority));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.True(chain.Build(signed));
        Assert.Equal("CN=my-ca", signed.Issuer);
        Assert.True(signed.MatchesHostname("a.example.com"));
        Assert.False(signed.MatchesHostname("cn"));
        Assert.True(signed.MatchesHostname("::1"));
        Assert.True(authority.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.False(signed.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(30, (signed.NotAfter - signed.NotBefore).TotalDays);
    }

    [Theory]
    [InlineData("ecdsa", "EC PRIVATE KEY")]
    [InlineData("ed25519", "PRIVATE KEY")]
    public void A_key_of_any_kind_can_sign_itself(string type, string label)
    {
        var key = Calls.Text("genPrivateKey", type);
        Assert.StartsWith($"-----BEGIN {label}-----\n", key, StringComparison.Ordinal);
        var made = Call("genSelfSignedCertWithKey", "é*", List(), List("b"), 10, key);
        using var certificate = Load(made);
        Assert.Equal("CN=é*", certificate.Subject);
        Assert.Equal(key, Show(Field(made, "Key")));
        var again = Call("buildCustomCert", Call("b64enc", Field(made, "Cert")), Call("b64enc", key));
        Assert.Equal(Show(made), Show(again));
        Assert.Equal("CN=my-ca", Load(Call("genSignedCertWithKey", "x", List(), List(), 1, Authority, key)).Issuer);
    }

    [Theory]
    [InlineData("parsing private key: no PEM data in input", "genCAWithKey", "ca", 10, "not a key")]
    [InlineData(
        "parsing private key: no private key data in PEM block of type X",
        "genCAWithKey",
        "ca",
        10,
        "-----BEGIN X-----\nAAAA\n-----END X-----\n")]
    [InlineData("unable to decode base64 certificate", "buildCustomCert", "!", "")]
    [InlineData("unable to decode base64 private key", "buildCustomCert", "", "!")]
    [InlineData("unable to decode certificate", "buildCustomCert", "", "")]
    [InlineData("illegal base64 data at input byte 0", "decryptAES", "key", "!!")]
    [InlineData("runtime error: slice bounds out of range [:16] with capacity 3", "decryptAES", "key", "AAAA")]
    public void What_is_no_key_or_certificate_is_refused(string error, string function, params object?[]? arguments) =>
        Assert.Equal(error, Error(function, arguments));

    [Fact]
    public void Addresses_and_names_must_be_texts()
    {
        Assert.Equal("error parsing ip: 5 is not a string", Error("genSelfSignedCert", "cn", List(5), List(), 1));
        Assert.Equal("error parsing ip: 1", Error("genSelfSignedCert", "cn", List("1"), List(), 1));
        Assert.Equal("error processing alternate dns name: 5 is not a string", Error("genSelfSignedCert", "cn", List(), List(5), 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("sixteen bytes ..")]
    public void What_is_encrypted_can_be_decrypted(string text)
    {
        var sealedText = Call("encryptAES", "password", text);
        Assert.Equal(text, Calls.Text("decryptAES", "password", sealedText));
    }

    [Theory]
    [InlineData("ZedaFaxcZaso9*", 1L, "long", "password", "user", "example.com")]
    [InlineData("cannot find password template nope", 1L, "nope", "p", "u", "s")]
    public void Passwords_are_derived_the_same_everywhere(string expected, params object?[] arguments) =>
        Assert.Equal(expected, Calls.Text("derivePassword", arguments));

    [Theory]
    [InlineData("103547413", "adler32sum", "hello")]
    [InlineData("aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", "sha1sum", "hello")]
    [InlineData("invalid username: a:b", "htpasswd", "a:b", "pw")]
    public void Sums_are_those_of_the_standards(string expected, string function, params object?[] arguments) =>
        Assert.Equal(expected, Calls.Text(function, arguments));

    [Fact]
    public void Random_texts_have_the_length_and_characters_asked_for()
    {
        Assert.Matches("^[0-9]{300}$", Calls.Text("randNumeric", 300));
        Assert.Matches("^[a-zA-Z0-9]{300}$", Calls.Text("randAlphaNum", 300));
        Assert.Equal("", Calls.Text("randAlpha", -1));
        Assert.Equal(9, Call("b64dec", Call("randBytes", 9)).StringBytes.Length);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", Calls.Text("uuidv4", []));
        Assert.Equal("abc", string.Concat(Calls.Text("shuffle", "cab").Order()));
        Assert.Equal("invalid argument to Intn", Error("randInt", 5, 5));
        Assert.Equal("limit", Error("randAscii", int.MaxValue));
    }

    private static X509Certificate2 Load(Value certificate) => X509Certificate2.CreateFromPem(Show(Field(certificate, "Cert")));

    private static Value Field(Value certificate, string name)
    {
        Assert.True(certificate.AsObject!.TryGetField(new ByteString(name), out var value));
        return value;
    }
}
