using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Envelope;

/// <summary>
/// What the format does not protect against, which SECURITY.md lists. These tests document facts:
/// whoever makes one fail has changed the format. That a signature of the file protects against each is in SignatureTamperingTests.
/// </summary>
public sealed class FormatLimitTests
{
    private static readonly SelectionFields OnlyPasswords = new() { EncryptedRegex = "^password" };

    [Fact]
    public async Task A_whole_file_forged_from_public_keys_verifies_and_later_values_are_readable_to_the_forger()
    {
        var ct = TestContext.Current.CancellationToken;
        var team = new InMemoryKeyService();
        var chain = new KeyServiceChain([team]);

        // The forger wraps a data key of his own for the team, which takes its public key alone.
        using var forgers = DataKey.Generate(RandomSource.System);
        var wrapped = await new DataKeyWrapping(chain, RandomSource.System)
            .WrapAsync(forgers, [new([new AgeMasterKey("age1team")])], 0, Sample.Now, ct);
        var metadata = DocumentMetadata.New(wrapped, SelectionFields.Default, macOnlyEncrypted: false, Sample.Now);
        using var forgersCipher = new ValueCipher(forgers, RandomSource.System);
        var forged = Plain("host: evil.example.com\n")
            .Encrypt(forgersCipher, metadata, Sample.Now)
            .Serialize(DocumentFormat.Yaml, WriteOptions.Default);

        // For the team it is a file like any other, and a value that is added goes under the forger's key.
        var file = EncryptedFile.Load(forged, DocumentFormat.Yaml);
        using var key = await new DataKeyRecovery(chain, DecryptionOrder.Default).RecoverAsync(file.Metadata, ct);
        using var cipher = new ValueCipher(key, RandomSource.System);
        Assert.True(file.Decrypt(cipher, DecryptOptions.Default).Mac.IsAccepted);
        var later = Plain("host: evil.example.com\npassword: secret\n").Encrypt(cipher, file.Metadata, Sample.Now);
        Assert.Equal(
            "host: evil.example.com\npassword: secret\n",
            Sample.TextOf(later.Decrypt(forgersCipher, DecryptOptions.Default).Plain, DocumentFormat.Yaml));
    }

    [Fact]
    public void A_key_over_a_readable_value_can_be_renamed() => AssertOpens(
        Encrypt("host: db\npassword: p\n"),
        text => text.Replace("host:", "mirror:", StringComparison.Ordinal),
        "mirror: db\npassword: p\n");

    [Fact]
    public void Readable_text_can_be_shifted_between_neighbouring_values() => AssertOpens(
        Encrypt("user: orders\nrole: admin\npassword: p\n"),
        text => text.Replace("orders", "order", StringComparison.Ordinal).Replace("admin", "sadmin", StringComparison.Ordinal),
        "user: order\nrole: sadmin\npassword: p\n");

    [Fact]
    public void An_encrypted_value_can_be_wrapped_into_a_list() => AssertOpens(
        Encrypt("password: p\n"),
        text => text.Replace("password: ENC", "password:\n    - ENC", StringComparison.Ordinal),
        "password:\n    - p\n");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Empty_items_can_be_inserted_into_a_list(string item) => AssertOpens(
        Encrypt("passwords:\n    - p\n"),
        text => text.Replace("    - ENC", $"    - {item}\n    - ENC", StringComparison.Ordinal),
        $"passwords:\n    - {item}\n    - p\n");

    [Fact]
    public void Nested_keys_and_one_key_with_a_colon_are_the_same_path() => AssertOpens(
        Sample.Encrypt("database:\n    password: p\n", DocumentFormat.Yaml),
        text => text.Replace("database:\n    password:", "database:password:", StringComparison.Ordinal),
        "database:password: p\n");

    [Fact]
    public void A_MAC_mismatch_prints_a_hash_from_which_a_lone_short_value_can_be_guessed()
    {
        var text = Encrypt("password: \"4711\"\nnote: x\n").Replace("note: x", "note: \"\"", StringComparison.Ordinal);
        var failure = Assert.Throws<SecretsKitException>(() => Sample.Open(text, DocumentFormat.Yaml));
        Assert.Equal(ErrorCode.MacMismatch, failure.Code);
        var guessed = Enumerable.Range(0, 10_000).Select(pin => pin.ToString("0000", System.Globalization.CultureInfo.InvariantCulture))
            .Where(
                pin =>
                    failure.Message.Contains(Convert.ToHexString(SHA512.HashData(Encoding.ASCII.GetBytes(pin))), StringComparison.Ordinal));
        Assert.Equal("4711", Assert.Single(guessed));
    }

    [Fact]
    public void An_old_version_of_a_file_opens_as_the_newest_does()
    {
        var before = Encrypt("password: old\n");
        var after = Encrypt("password: new\n");
        Assert.Equal("password: new\n", Sample.Decrypt(after, DocumentFormat.Yaml));
        Assert.Equal("password: old\n", Sample.Decrypt(before, DocumentFormat.Yaml));
    }

    [Fact]
    public void A_recipient_can_be_added_and_a_rule_relaxed_without_a_key() => AssertOpens(
        Encrypt("password: p\n"),
        text => text
            .Replace(
                "        - enc: |",
                "        - enc: stranger's\n          recipient: age1stranger\n        - enc: |",
                StringComparison.Ordinal)
            .Replace("encrypted_regex: ^password", "encrypted_regex: ^password$", StringComparison.Ordinal),
        "password: p\n");

    private static string Encrypt(string plain) => Sample.Encrypt(plain, DocumentFormat.Yaml, OnlyPasswords);

    private static PlainFile Plain(string text) => PlainFile.Load(Encoding.UTF8.GetBytes(text), DocumentFormat.Yaml);

    // The MAC is required.
    private static void AssertOpens(string text, Func<string, string> tamper, string expected)
    {
        var tampered = tamper(text);
        Assert.NotEqual(text, tampered);
        Assert.Equal(expected, Sample.Decrypt(tampered, DocumentFormat.Yaml));
    }
}
