using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Mac;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Envelope.Walk;

public sealed class EncryptionTests
{
    // format, text; each comes back as it was
    public static TheoryData<DocumentFormat, string> RoundTrips => new()
    {
        { DocumentFormat.Yaml,
            "# c\na: 1\nb: x # inline\nc:\n    # in\n    d: true\ne: null\nf: {}\ng: []\nh: 2024-01-01T00:00:00Z\ni: 1.5\nj: \"\"\n" },
        { DocumentFormat.Yaml, "a: 1\n---\nb: 2\n---\n# c\nc: 3\n" },
        { DocumentFormat.Yaml,
            "l:\n    # before one\n    - one\n    # before two\n    - two\n    - - 1\n      - 2\n    - k: v\n# end\nz: 1\n" },
        { DocumentFormat.Json, "{\n\t\"a\": 1,\n\t\"b\": [\n\t\ttrue,\n\t\tnull,\n\t\t{\n\t\t\t\"c\": \"x\"\n\t\t}\n\t]\n}\n" },
        { DocumentFormat.Dotenv, "# c\nA=1\nB=two words\nC=l1\\nl2\nD=\n" },
        { DocumentFormat.Ini, "; top\n[s]\na  = 1\nbb = x y\n" },
        { DocumentFormat.Binary, "any\0bytes\n" },
    };

    [Theory, MemberData(nameof(RoundTrips))]
    public void What_was_encrypted_decrypts(DocumentFormat format, string plain)
    {
        var encrypted = Sample.Encrypt(plain, format, format == DocumentFormat.Binary ? SelectionFields.None : null);
        Assert.Equal(Normal(plain), Normal(Sample.Decrypt(encrypted, format)));
        Assert.True(EncryptedFile.LooksEncrypted(Encoding.UTF8.GetBytes(encrypted), format));
        Assert.False(EncryptedFile.LooksEncrypted(Encoding.UTF8.GetBytes(plain), format));

        // An inline comment loses its place when it is decrypted, as in the reference.
        static string Normal(string text) => text.Replace("b: x # inline", "# inline\nb: x", StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(RoundTrips))]
    public void Nothing_changes_in_a_file_whose_values_do_not(DocumentFormat format, string plain)
    {
        var encrypted = Encoding.UTF8.GetBytes(
            Sample.Encrypt(plain.Replace(" # inline", "", StringComparison.Ordinal), format, SelectionFields.None));
        using var key = Sample.Key();
        using var stash = new IvStash(RandomSource.System);
        using var cipher = new ValueCipher(key, RandomSource.System, stash);
        var file = EncryptedFile.Load(encrypted, format);
        var again = file.Decrypt(cipher, DecryptOptions.Default).Plain.Encrypt(cipher, file.Metadata, Sample.Now);
        Assert.Equal(
            Encoding.UTF8.GetString(file.Serialize(format, WriteOptions.Default)), Encoding.UTF8.GetString(
                again.Serialize(format, WriteOptions.Default)));
    }

    [Fact]
    public void A_stash_serves_a_new_data_key()
    {
        using var key = Sample.Key();
        using var newKey = DataKey.Generate(RandomSource.System);
        using var stash = new IvStash(RandomSource.System);
        using var cipher = new ValueCipher(key, RandomSource.System, stash);
        using var newCipher = new ValueCipher(newKey, RandomSource.System, stash);
        var file = EncryptedFile.Load(Encoding.UTF8.GetBytes(Sample.Encrypt("a: x\n", DocumentFormat.Yaml)), DocumentFormat.Yaml);
        var rotated = file.Decrypt(cipher, DecryptOptions.Default).Plain.Encrypt(newCipher, file.Metadata, Sample.Now);
        var (before, after) = (ValueOf(file), ValueOf(rotated));
        Assert.NotEqual(before, after);
        Assert.Equal(IvOf(before), IvOf(after));
        Assert.Equal("a: x\n", Sample.TextOf(rotated.Decrypt(newCipher, DecryptOptions.Default).Plain, DocumentFormat.Yaml));

        static string ValueOf(EncryptedFile file) => ((StringNode)file.Tree.Branches[0].Entries[0].Value).Value.RevealText();
        static string IvOf(string text) => text.Split(",iv:")[1].Split(',')[0];
    }

    [Theory]
    [InlineData("1: a\n", "Error walking tree: Tree contains a non-string key (type int): %!s(int=1). Only string keys are supported")]
    [InlineData("~: a\n", "Error walking tree: Tree contains a non-string key (type <nil>): %!s(<nil>). Only string keys are supported")]
    [InlineData(
        "1.5: a\n", "Error walking tree: Tree contains a non-string key (type float64): %!s(float64=1.5). Only string keys are supported")]
    [InlineData("big: 9223372036854775808\n", "Error walking tree: Cannot walk value, unknown type: uint64")]
    public void A_tree_that_cannot_be_walked_is_refused(string plain, string message)
    {
        var failure = Assert.Throws<SecretsKitException>(() => Sample.Encrypt(plain, DocumentFormat.Yaml));
        Assert.Equal((ErrorCode.EncryptFailed, message), (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData(DocumentFormat.Yaml, "sops: 1\n", true)]
    [InlineData(DocumentFormat.Yaml, "a:\n  sops: 1\n", false)]
    [InlineData(DocumentFormat.Yaml, "sops_a: 1\n", false)]
    [InlineData(DocumentFormat.Dotenv, "sops_a=1\n", true)]
    [InlineData(DocumentFormat.Dotenv, "sops=1\n", false)]
    [InlineData(DocumentFormat.Ini, "[sops]\na = 1\n", true)]
    [InlineData(DocumentFormat.Binary, "sops", false)]
    public void A_reserved_key_is_refused_before_encryption(DocumentFormat format, string plain, bool refused)
    {
        var file = PlainFile.Load(Encoding.UTF8.GetBytes(plain), format);
        var failure = Record.Exception(() => file.CheckEncryptable(format));
        Assert.Equal(refused ? ErrorCode.AlreadyEncrypted : null, (failure as SecretsKitException)?.Code);
    }

    [Fact]
    public void A_file_without_documents_is_refused() =>
        Assert.Equal(
            ErrorCode.EmptyDocument,
            Assert.Throws<SecretsKitException>(() => PlainFile.Load(default, DocumentFormat.Yaml).CheckEncryptable(DocumentFormat.Yaml))
                .Code);

    [Fact]
    public void A_reserved_key_in_a_later_document_is_refused_when_the_file_is_written() =>
        Assert.Equal(
            "Error marshaling metadata: Found key \"sops\" in encrypted data, which is a reserved key used for SOPS metadata",
            Assert.Throws<DocumentException>(() => Sample.Encrypt("a: 1\n---\nsops: 1\n", DocumentFormat.Yaml)).Message);

    [Fact]
    public void Several_documents_do_not_go_into_a_format_of_one()
    {
        var file = EncryptedFile.Load(
            Encoding.UTF8.GetBytes(Sample.Encrypt("a: 1\n---\nb: 2\n", DocumentFormat.Yaml)), DocumentFormat.Yaml);
        Assert.Equal(
            ErrorCode.EmitFailed, Assert.Throws<DocumentException>(() => file.Serialize(DocumentFormat.Json, WriteOptions.Default)).Code);
    }

    [Fact]
    public void A_comment_may_not_select_itself_once_it_is_encrypted() =>
        Assert.StartsWith(
            "Error walking tree: Encrypted comment \"ENC[",
            Assert.Throws<SecretsKitException>(
                () => Sample.Encrypt("# x\na: 1\n", DocumentFormat.Yaml, new() { UnencryptedCommentRegex = "ENC" })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_empty_comment_in_a_list_is_dropped_rather_than_turned_into_an_element() =>
        Assert.Equal("l:\n    - a\n", Sample.Decrypt(Sample.Encrypt("l:\n    #\n    - a\n", DocumentFormat.Yaml), DocumentFormat.Yaml));

    [Fact]
    public void Plaintext_is_in_no_failure()
    {
        const string Canary = "c4n4ry-5ecret";
        var encrypted = Sample.Encrypt($"a: {Canary}\nb_unencrypted: {Canary}\n", DocumentFormat.Yaml);
        string[] damaged =
        [
            encrypted.Replace("type:str]\nb", "type:int]\nb", StringComparison.Ordinal),
            encrypted.Replace("b_unencrypted", "b_encrypted", StringComparison.Ordinal),
            encrypted.Replace("_unencrypted: ", "_unencrypted: x", StringComparison.Ordinal),
            encrypted.Replace("a: ENC", "a: xENC", StringComparison.Ordinal),
        ];
        Assert.All(
            damaged,
            text =>
                Assert.DoesNotContain(
                    Canary,
                    Assert.ThrowsAny<SecretsKitException>(() => Sample.Open(text, DocumentFormat.Yaml)).ToString(),
                    StringComparison.Ordinal));
    }
}
