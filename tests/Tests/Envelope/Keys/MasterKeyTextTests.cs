using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Envelope.Keys;

public sealed class MasterKeyTextTests
{
    private const string Arn = "arn:aws:kms:eu-west-1:1:key/a";
    private const string Role = "arn:aws:iam::1:role/r";

    // type, list, the ids that come of it
    public static TheoryData<string, string, string[]> Lists => new()
    {
        { "age", "", [] },
        { "age", "age1a, age1b", ["age1a", "age1b"] },
        { "age", "age1a,", ["age1a", ""] },
        { "pgp", "15 85 02, EE29!", ["158502", "EE29!"] },
        { "kms", Arn, [Arn] },
        { "kms", $" {Arn} + {Role} , {Arn}", [$"{Arn}+{Role}", Arn] },
        { "gcp_kms", "projects/p, q", ["projects/p", "q"] },
        { "hckms", " r:u ,, s:v", ["r:u", "s:v"] },
        { "azure_kv", " https://v.net/keys/k/1 ", ["https://v.net/keys/k/1"] },
        { "azure_kv", "https://v.net/keys/k", ["https://v.net/keys/k/"] },
        { "azure_kv", "https://v.net/keys/k/", ["https://v.net/keys/k/"] },
        { "hc_vault", "https://v:8200/v1/transit/keys/k,,http://v/v2/a/b/keys/k",
            ["https://v:8200/v1/transit/keys/k", "http://v/v1/a/b/keys/k"] },
    };

    public static TheoryData<string, string, string> Refused => new()
    {
        { "hckms", "nocolon", "invalid key ID format: expected 'region:key-uuid', got \"nocolon\"" },
        { "hckms", ":u", "region cannot be empty in key ID: \":u\"" },
        { "hckms", "r:", "key UUID cannot be empty in key ID: \"r:\"" },
        { "azure_kv", "http://v.net/keys/k/1", "could not parse \"http://v.net/keys/k/1\" into a valid Azure Key Vault MasterKey" },
        { "azure_kv", "https://v.net/keys/k/1/2", "could not parse \"https://v.net/keys/k/1/2\" into a valid Azure Key Vault MasterKey" },
        { "azure_kv", "https://v.net/secrets/k", "could not parse \"https://v.net/secrets/k\" into a valid Azure Key Vault MasterKey" },
        { "azure_kv", "https://v.net/keys/k,", "could not parse \"\" into a valid Azure Key Vault MasterKey" },
        { "hc_vault", "not-a-uri",
            "missing scheme in Vault URL (should be like this: +https://vault.example.com:8200/v1/transit/keys/keyName), got: not-a-uri" },
        { "hc_vault", "vault.example.com/v1/transit/keys/x", "missing scheme in Vault URL (should be like this: " +
            "+https://vault.example.com:8200/v1/transit/keys/keyName), got: vault.example.com/v1/transit/keys/x" },
        { "hc_vault", "https://v/transit/keys/x",
            "vault path does not seem to be formatted correctly: (eg. https://vault.example.com:8200/v1/transit/keys/keyName)" },
        { "hc_vault", "https://v/v1/transit/x",
            "vault path does not seem to be formatted correctly: (eg. https://vault.example.com:8200/v1/transit/keys/keyName)" },
        { "hc_vault", "https://v/p/v1/transit/keys/x", "running Vault with a prefixed URL is not supported! (Format has to be like " +
            "https://vault.example.com:8200/v1/transit/keys/keyName)" },
    };

    // arn, role, context, profile, id
    public static TheoryData<string, string, string, string, string> AwsIds => new()
    {
        { "a", "", "", "", "a" },
        { "a", "r", "", "", "a+r" },
        { "a", "", "k:v,b:w", "", "a|b:w,k:v" },
        { "a", "r", "k:v", "p", "a+r|k:v|p" },
        { "a", "", "", "p", "a||p" },
    };

    [Theory, MemberData(nameof(Lists))]
    public void A_list_names_keys(string type, string list, string[] ids) =>
        Assert.Equal(ids, MasterKeyText.Parse(new(type), list).Select(key => key.Id));

    [Theory, MemberData(nameof(Refused))]
    public void A_malformed_key_is_refused_in_the_words_of_the_reference(string type, string list, string message) =>
        Assert.Equal(message, Assert.Throws<SecretsKitException>(() => MasterKeyText.Parse(new(type), list)).Message);

    [Theory, MemberData(nameof(AwsIds))]
    public void The_id_of_an_AWS_key_tells_all_that_makes_it_differ(string arn, string role, string context, string profile, string id) =>
        Assert.Equal(id, new AwsKmsMasterKey(arn, role, EncryptionContext.Parse(context), profile).Id);

    [Theory]
    [InlineData("nocolon")]
    [InlineData("a:b:c")]
    [InlineData("a:b,")]
    public void An_encryption_context_has_one_colon_in_each_pair(string text) =>
        Assert.Equal(ErrorCode.EncryptionContext, Assert.Throws<SecretsKitException>(() => EncryptionContext.Parse(text)).Code);

    [Fact]
    public void Keys_of_equal_content_are_equal() =>
        Assert.Equal(
            new AwsKmsMasterKey("a", "", EncryptionContext.Parse("k:v,b:w"), ""), new AwsKmsMasterKey(
                "a", "", EncryptionContext.Parse("b:w,k:v"), ""));

    [Fact]
    public void A_group_keeps_the_first_of_equal_keys()
    {
        var group = new KeyGroup([new AgeMasterKey("x"), new PgpMasterKey("x"), new AgeMasterKey("x"), new AgeMasterKey("y")]);
        Assert.Equal([new AgeMasterKey("x"), new PgpMasterKey("x"), new AgeMasterKey("y")], group.WithoutDuplicates().Keys);
    }
}
