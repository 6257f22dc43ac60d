using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Signing;

namespace SecretsKit.Tests.Envelope.Signing;

/// <summary>
/// Whatever can be changed in a file without its key, and changes what the file means, breaks its signature. Other layout does not.
/// </summary>
public sealed class SignatureTamperingTests
{
    private const string Plain = "# about\nuser: orders\nrole: admin\nage: 7\nempty: \"\"\ndatabase:\n    password: p\n    list:\n      " +
        "  - a\n        # in a list\n        - b\none:\n    two: t\nlast: x\n";

    private static readonly TestSigner Alice = new(1);
    private static readonly Core.Envelope.Selection.SelectionFields OnlyPasswords = new() { EncryptedRegex = "^(password|list)" };

    public static TheoryData<string, string, string> Tamperings => new()
    {
        { "a readable key is renamed", "user: ", "owner: " },
        { "readable text is shifted", "user: orders\nrole: admin", "user: order\nrole: sadmin" },
        { "readable values are exchanged", "user: orders\nrole: admin", "role: admin\nuser: orders" },
        { "a number becomes a text", "age: 7", "age: \"7\"" },
        { "an integer becomes a float", "age: 7", "age: 7.0" },
        { "an empty text becomes null", "empty: \"\"", "empty: null" },
        { "an empty text becomes a list", "empty: \"\"", "empty: []" },
        { "a list becomes a map", "empty: \"\"", "empty: {}" },
        { "a readable value is removed", "last: x\n", "" },
        { "a readable value is added", "last: x\n", "last: x\nfirst: \"\"\n" },
        { "an encrypted value is wrapped into a list", "password: ENC", "password:\n        - ENC" },
        { "an empty item is inserted", "        - ENC", "        - \"\"\n        - ENC" },
        { "a null is inserted", "        - ENC", "        - null\n        - ENC" },
        { "nested keys become one", "one:\n    two: t", "one:two: t" },
        { "a comment is changed", "# about", "# About" },
        { "a comment is removed", "# about\n", "" },
        { "a comment is added", "role:", "# new\nrole:" },
        { "a comment moves", "# about\nuser: orders\n", "user: orders\n# about\n" },
        { "a document is added", "version: 3.13.2\n", "version: 3.13.2\n---\nb: \"\"\n" },
        { "a ciphertext is changed in its type", ",type:str]", ",type:bytes]" },
        { "a recipient is added", "    age:\n        - enc",
            "    age:\n        - recipient: age1stranger\n          enc: e\n        - enc" },
        { "a recipient is replaced", "recipient: age1abc", "recipient: age1abd" },
        { "a wrapped key is replaced", "YWdl", "YWdm" },
        { "a recipient moves into a group", "    age:\n        - enc",
            "    pgp:\n        - fp: F\n          created_at: \"2026-01-02T03:04:05Z\"\n          enc: e\n    age:\n        - enc" },
        { "a threshold is set", "    version:", "    shamir_threshold: 2\n    version:" },
        { "the rule is relaxed", "encrypted_regex: ^(password|list)", "encrypted_regex: ^(password|list)$" },
        { "the rule is another", "encrypted_regex: ^(password|list)", "encrypted_suffix: password" },
        { "the MAC leaves out readable values", "    version:", "    mac_only_encrypted: true\n    version:" },
        { "the time is changed", "lastmodified: \"2026", "lastmodified: \"2027" },
        { "the MAC is changed", "mac: ENC[", "mac: ENC [" },
        { "the MAC is another type", "    mac: ENC", "    MAC: 5\n    mac: ENC" },
        { "the version is changed", "version: 3.13.2", "version: 3.13.1" },
        { "an unknown field is added", "    version:", "    valid_until: x\n    version:" },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public void What_changes_the_meaning_breaks_the_signature(string what, string from, string to)
    {
        var text = Signed();
        var tampered = text.Replace(from, to, StringComparison.Ordinal);
        Assert.True(tampered != text, what);
        if (what == "the MAC is another type")
        {
            // The field of the exact name counts, for everybody who reads the file.
            Assert.Equal(SignatureOutcome.Valid, Verify(tampered).Outcome);
            return;
        }

        Assert.Equal(SignatureOutcome.Altered, Verify(tampered).Outcome);
    }

    [Theory]
    [InlineData("user: orders", "user: \"orders\"")]
    [InlineData("user: orders", "user:    orders")]
    [InlineData("user: orders", "'user': orders")]
    [InlineData("age: 7", "age: 0x7")]
    [InlineData("\n", "\r\n")]
    [InlineData("    mac:", "    # a comment among the metadata\n    mac:")]
    [InlineData("encrypted_regex", "Encrypted_Regex")]
    public void What_changes_the_layout_alone_leaves_the_signature(string from, string to)
    {
        var text = Signed();
        var changed = text.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        Assert.Equal(new(SignatureOutcome.Valid, "alice@example.com", Alice.PublicKey.Fingerprint, ""), Verify(changed));
    }

    [Fact]
    public void A_file_that_is_written_again_keeps_its_signature()
    {
        var file = EncryptedFile.Load(Encoding.UTF8.GetBytes(Signed()), DocumentFormat.Yaml);
        Assert.True(Verify(Encoding.UTF8.GetString(file.Serialize(DocumentFormat.Yaml, new() { Indent = 2 }))).IsValid);
    }

    [Fact]
    public void A_file_with_other_metadata_has_no_signature()
    {
        var file = EncryptedFile.Load(Encoding.UTF8.GetBytes(Signed()), DocumentFormat.Yaml);
        Assert.NotNull(file.Signature);
        Assert.Null(file.With(file.Metadata).Signature);
        Assert.DoesNotContain(
            SignatureField.Name,
            Encoding.UTF8.GetString(file.With(file.Metadata).Serialize(DocumentFormat.Yaml, WriteOptions.Default)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_forged_file_has_the_forgers_signature_or_none()
    {
        var forged = Sample.Encrypt("host: evil.example.com\n", DocumentFormat.Yaml);
        Assert.Equal(SignatureOutcome.Missing, Verify(forged).Outcome);
        Assert.Equal(SignatureOutcome.UnknownSigner, Verify(new TestSigner(2).Sign(forged, DocumentFormat.Yaml)).Outcome);
        var field = Signed()[Signed().IndexOf("    secretskit_signature", StringComparison.Ordinal)..];
        field = field[..(field.IndexOf("-----END SSH", StringComparison.Ordinal) + "-----END SSH SIGNATURE-----\n".Length)];
        Assert.Equal(
            SignatureOutcome.Altered, Verify(forged.Replace("    version:", field + "    version:", StringComparison.Ordinal)).Outcome);
    }

    private static string Signed() => Alice.Sign(Sample.Encrypt(Plain, DocumentFormat.Yaml, OnlyPasswords), DocumentFormat.Yaml);

    private static SignatureVerdict Verify(string text) => TestSigner.Verify(text, DocumentFormat.Yaml, Alice.Allowed());
}
