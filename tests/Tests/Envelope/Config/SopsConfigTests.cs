using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Envelope.Config;

public sealed class SopsConfigTests
{
    // rule, ids of the keys by group
    public static TheoryData<string, string[]> Rules => new()
    {
        { "age: 'a, b,'", ["a b"] },
        { "age: [a, 'b,c']", ["a b c"] },
        { "pgp: 'F0 0D'\n  age: a", ["a F00D"] },
        { "kms: arn:k+arn:r\n  aws_profile: p\n  gcp_kms: g\n  hckms: ['r:u']\n  azure_keyvault: https://v/keys/k/1\n  " +
            "hc_vault_transit_uri: https://h/v1/t/keys/k\n  pgp: F\n  age: a",
            ["a F arn:k+arn:r|x:y|p g r:u https://v/keys/k/1 https://h/v1/t/keys/k"] },
        { "encrypted_regex: x", [""] },
        { "key_groups: []\n  age: a", ["a"] },
        { "key_groups: [{}]\n  age: a", [""] },
        { "key_groups: [{age: [a, a]}, {pgp: [F]}]", ["a", "F"] },
        { "key_groups: [{merge: [{age: [m]}, {merge: [{pgp: [F]}]}], age: [a, m]}]", ["m F a"] },
        { "key_groups: [{kms: [{arn: k, role: r, context: {b: 2, a: t}, aws_profile: p}], azure_keyvault: [{vaultUrl: https://v, key: " +
            "k, version: 1}], hc_vault: ['http://h/v1/t/keys/k'], hckms: [{key_id: 'r:u'}], gcp_kms: [{resource_id: g}]}]",
            ["k+r|a:t,b:2|p g r:u https://v/keys/k/1 http://h/v1/t/keys/k"] },
    };

    [Theory, MemberData(nameof(Rules))]
    public void A_rule_names_keys(string rule, string[] groups)
    {
        var settings = Parse($"creation_rules:\n- {rule}\n").RuleFor("/w/f", EncryptionContext.Parse("x:y"))!;
        Assert.Equal(groups, settings.KeyGroups.Select(group => string.Join(' ', group.Keys.Select(key => key.Id))));
    }

    [Theory]
    [InlineData("/w/secrets/prod/a.yaml", "one")]
    [InlineData("/w/other/a.yaml", "two")]
    [InlineData("/w/a.txt", "three")]
    [InlineData("/elsewhere/w/top.txt", "three")]
    [InlineData("/w/top.txt", "four")]
    public void The_first_rule_that_matches_the_path_below_the_configuration_counts(string path, string key)
    {
        var config = Parse("creation_rules:\n- path_regex: ^secrets/prod/.*\\.yaml$\n  age: one\n- path_regex: \\.yaml$\n  age: two\n- " +
            "path_regex: ^top\n  age: four\n- age: three\n");
        Assert.Equal(key, config.RuleFor(path)!.KeyGroups[0].Keys[0].Id);
    }

    [Fact]
    public void A_rule_says_more_than_keys()
    {
        var settings = Parse("creation_rules:\n- age: a\n  shamir_threshold: 2\n  mac_only_encrypted: yes\n  unencrypted_comment_regex: " +
            "keep\n  filename_regex: x\n").RuleFor("/w/f")!;
        Assert.Equal((2, true, "keep"), (settings.ShamirThreshold, settings.MacOnlyEncrypted, settings.Selection.UnencryptedCommentRegex));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("creation_rules:\n")]
    [InlineData("stores: {yaml: {indent: 2}}\n")]
    public void A_file_without_rules_counts_as_absent(string text) => Assert.Null(Parse(text).RuleFor("/w/f"));

    [Fact]
    public void Aliases_and_merge_keys_are_followed()
    {
        var config = Parse("base: &b {age: a, encrypted_regex: x}\ncreation_rules:\n- <<: *b\n  encrypted_regex: mine\n- *b\n");
        Assert.Equal("mine", config.RuleFor("/w/f")!.Selection.EncryptedRegex);
        Assert.Equal("x", config.CreationRules![1].Selection.EncryptedRegex);
    }

    public static TheoryData<string, ErrorCode, string> Refused => new()
    {
        { "creation_rules: []\n", ErrorCode.NoMatchingRule, "error loading config: no matching creation rules found" },
        { "creation_rules:\n- path_regex: x$\n", ErrorCode.NoMatchingRule, "error loading config: no matching creation rules found" },
        { "creation_rules:\n- path_regex: '['\n", ErrorCode.MalformedConfig,
            "can not compile regexp: error parsing regexp: missing closing ]: `[`" },
        { "creation_rules:\n- age: 12\n", ErrorCode.MalformedConfig,
            "invalid age key configuration: invalid age key configuration: expected string, []string, or nil, got int" },
        { "creation_rules:\n- gcp_kms: {a: b}\n", ErrorCode.MalformedConfig, "invalid gcpkms key configuration: invalid gcp_kms key " +
            "configuration: expected string, []string, or nil, got map[string]interface {}" },
        { "creation_rules:\n- pgp: [a, 1.5]\n", ErrorCode.MalformedConfig,
            "invalid pgp key configuration: invalid pgp key configuration: expected string in list, got float64" },
        { "creation_rules: hello\n", ErrorCode.MalformedConfig, "error loading config: Could not unmarshal config file: yaml: unmarshal " +
            "errors:\n  line 1: cannot unmarshal !!str `hello` into []config.creationRule" },
        { "creation_rules:\n- shamir_threshold: many more\n- 7\n", ErrorCode.MalformedConfig, "error loading config: Could not " +
            "unmarshal config file: yaml: unmarshal errors:\n  line 2: cannot unmarshal !!str `many more` into int\n  line 3: cannot " +
            "unmarshal !!int `7` into config.creationRule" },
        { "creation_rules: [\n", ErrorCode.MalformedConfig,
            "error loading config: Could not unmarshal config file: yaml: line 1: did not find expected node content" },
        { "creation_rules:\n- encrypted_suffix: _e\n  encrypted_regex: x\n", ErrorCode.MalformedConfig, "error loading config: cannot " +
            "use more than one of encrypted_suffix, unencrypted_suffix, encrypted_regex, unencrypted_regex, encrypted_comment_regex, or " +
            "unencrypted_comment_regex for the same rule" },
        { "creation_rules:\n- hckms: [nocolon]\n", ErrorCode.General,
            "invalid key ID format: expected 'region:key-uuid', got \"nocolon\"" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_is_wrong_is_told_in_the_words_of_the_reference(string text, ErrorCode code, string message)
    {
        var failure = Assert.ThrowsAny<SecretsKitException>(() => Parse(text).RuleFor("/w/f"));
        Assert.Equal((code, message), (failure.Code, failure.Message));
    }

    [Fact]
    public void A_rule_that_is_not_reached_may_be_wrong() =>
        Assert.NotNull(Parse("creation_rules:\n- age: a\n- path_regex: '['\n  pgp: 1\n").RuleFor("/w/f"));

    [Fact]
    public void Stores_have_their_indent_and_their_default()
    {
        var stores = Parse("stores:\n  yaml: {indent: 2}\n  json: {indent: 0}\n").Stores;
        Assert.Equal(
            (2, 0, -1), (stores.Indent(DocumentFormat.Yaml), stores.Indent(DocumentFormat.Json), stores.Indent(DocumentFormat.Binary)));
        Assert.Null(Parse("").Stores.Indent(DocumentFormat.Yaml));
    }

    [Fact]
    public void A_destination_is_found_by_the_path_as_given()
    {
        var config = Parse("destination_rules:\n- path_regex: '['\n  s3_bucket: never\n- path_regex: ^x\n  s3_bucket: b\n  s3_prefix: " +
            "p/\n  recreation_rule: {age: a}\n  omit_extensions: true\n- vault_path: v\n  vault_kv_version: 1\n");
        var first = config.DestinationFor("x.yaml");
        Assert.Equal(("b", "p/", true, true), (first.S3Bucket, first.S3Prefix, first.OmitExtensions, first.RecreationRule.HasKeys));
        var second = config.DestinationFor("y.yaml");
        Assert.Equal(("v", 1, false), (second.VaultPath, second.VaultKvVersion, second.RecreationRule.HasKeys));
    }

    [Theory]
    [InlineData("", "error loading config: no matching destination found in config")]
    [InlineData("destination_rules:\n- path_regex: other\n", "error loading config: no matching destination found in config")]
    [InlineData(
        "destination_rules:\n- s3_bucket: a\n  gcs_bucket: b\n",
        "error loading config: more than one destinations were found in a single destination rule, you can only use one per rule")]
    public void A_destination_that_is_not_one_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SecretsKitException>(() => Parse(text).DestinationFor("f")).Message);

    [Fact]
    public void Aliases_cannot_blow_a_file_up()
    {
        var text = new StringBuilder("a0: &a0 {age: [x]}\n");
        for (var i = 1; i < 30; i++)
        {
            text.Append(null, $"a{i}: &a{i} {{merge: [*a{i - 1}, *a{i - 1}, *a{i - 1}]}}\n");
        }

        Assert.Equal(
            ErrorCode.LimitExceeded,
            Assert.Throws<SecretsKitException>(() => Parse(text + "creation_rules: [{key_groups: [*a29]}]\n")).Code);
    }

    [Fact]
    public void An_alias_to_itself_ends() =>
        Assert.ThrowsAny<SecretsKitException>(() => Parse("creation_rules: [{key_groups: [&a {merge: [*a]}]}]\n"));

    private static SopsConfig Parse(string text) => SopsConfig.Parse(Encoding.UTF8.GetBytes(text), "/w/.sops.yaml");
}
