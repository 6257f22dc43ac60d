using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Envelope.Metadata;

public sealed class MetadataTests
{
    private const string Tail =
        "lastmodified: \"2026-01-02T03:04:05Z\"\n    mac: m\n    unencrypted_suffix: _unencrypted\n    version: 3.13.2\n";

    // Two groups with a threshold, as the reference writes them (spec sops.md 13.4), and what comes of other releases' files.
    private const string TwoGroups = """
        a: x
        sops:
            key_groups:
                - age:
                    - enc: |
                        -----BEGIN AGE ENCRYPTED FILE-----
                        YWdl
                        -----END AGE ENCRYPTED FILE-----
                      recipient: age1abc
                  hc_vault: []
                  pgp:
                    - created_at: "2026-01-02T03:04:05Z"
                      enc: |-
                        -----BEGIN PGP MESSAGE-----

                        abc
                        -----END PGP MESSAGE-----
                      fp: "1234"
                - age: []
                  hc_vault: []
                  kms:
                    - arn: arn:aws:kms:x
                      aws_profile: ""
                      context:
                        a: t2
                        b: t1
                      created_at: "2026-01-02T03:04:05Z"
                      enc: AQ==
            lastmodified: "2026-01-02T03:04:05Z"
            mac: ENC[...]
            shamir_threshold: 2
            unencrypted_suffix: _unencrypted
            version: 3.13.2

        """;

    private const string OneGroupDotenv = """
        A=x
        sops_age__list_0__map_enc=-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n
        sops_age__list_0__map_recipient=age1abc
        sops_kms__list_0__map_arn=arn:aws:kms:x
        sops_kms__list_0__map_aws_profile=
        sops_kms__list_0__map_context__map_a=t2
        sops_kms__list_0__map_created_at=2026-01-02T03:04:05Z
        sops_kms__list_0__map_enc=AQ==
        sops_lastmodified=2026-01-02T03:04:05Z
        sops_mac=ENC[...]
        sops_unencrypted_suffix=_unencrypted
        sops_version=3.13.2

        """;

    private const string AllTypes = """
        a: x
        sops:
            age:
                - enc: e
                  recipient: age1abc
            azure_kv:
                - created_at: "2026-01-02T03:04:05Z"
                  enc: e
                  name: n
                  vault_url: https://v
                  version: "1"
            gcp_kms:
                - created_at: "2026-01-02T03:04:05Z"
                  enc: e
                  resource_id: r
            hc_vault:
                - created_at: "2026-01-02T03:04:05Z"
                  enc: e
                  engine_path: p
                  key_name: k
                  vault_address: https://v
            hckms:
                - created_at: "2026-01-02T03:04:05Z"
                  enc: e
                  key_id: r:u
            kms:
                - arn: arn
                  aws_profile: p
                  created_at: "2026-01-02T03:04:05Z"
                  enc: e
                  role: r
            lastmodified: "2026-01-02T03:04:05Z"
            mac: ENC[...]
            mac_only_encrypted: true
            pgp:
                - created_at: "2026-01-02T03:04:05Z"
                  enc: e
                  fp: F00D
            encrypted_regex: ^a$
            version: 3.13.2

        """;

    [Theory]
    [InlineData(DocumentFormat.Yaml, TwoGroups)]
    [InlineData(DocumentFormat.Dotenv, OneGroupDotenv)]
    public void A_file_of_the_reference_is_written_back_byte_for_byte(DocumentFormat format, string text) =>
        Assert.Equal(text, Rewritten(text, format));

    [Fact]
    public void Fields_stand_in_the_order_of_their_bytes()
    {
        var written = Rewritten(AllTypes, DocumentFormat.Yaml);
        var names = written.Split('\n')
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal) && char.IsLetter(line[4]))
            .Select(line => line.Trim().Split(':')[0])
            .ToArray();
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(12, names.Length);
        Assert.Equal(Load(AllTypes).Metadata.KeyGroups[0].Keys, Load(written).Metadata.KeyGroups[0].Keys);
    }

    [Fact]
    public void Keys_of_a_group_stand_by_type_after_loading() =>
        Assert.Equal(["kms", "gcp_kms", "hckms", "azure_kv", "hc_vault", "pgp", "age"], Load(AllTypes)
            .Metadata.KeyGroups[0]
            .Keys.Select(key => key.Key.Type.Field));

    [Fact]
    public void What_a_newer_program_wrote_is_kept()
    {
        const string Text = "a: x\nsops:\n    age:\n        - enc: e\n          recipient: age1abc\n    future: 12\n    lastmodified: " +
            "\"2026-01-02T03:04:05Z\"\n    mac: m\n"
            + "    newkms:\n        - enc: e2\n          zone: z\n          colour: blue\n    unencrypted_suffix: _unencrypted\n    " +
                "version: 3.13.2\n    zeta:\n        - 1\n";
        var file = Load(Text);
        Assert.Equal("newkms:z:blue", file.Metadata.KeyGroups[0].Keys[1].Key.Id);
        Assert.Equal(new KeyType("newkms"), file.Metadata.KeyGroups[0].Keys[1].Key.Type);
        Assert.Equal("e2", file.Metadata.KeyGroups[0].Keys[1].Enc);
        Assert.Equal(Text, Rewritten(Text, DocumentFormat.Yaml));
    }

    // What is in the block, and what it reads like.
    public static TheoryData<string, string> WeaklyTyped => new()
    {
        { "age: {recipient: r, enc: e}", "age: [{recipient: r, enc: e}]" },
        { "AGE: [{Recipient: r, enc: e}]", "age: [{recipient: r, enc: e}]" },
        { "age: [{recipient: 12, enc: true}]", "age: [{recipient: '12', enc: '1'}]" },
        { "age: [{recipient: r, enc: e}]\n    pgp: null\n    kms: []", "age: [{recipient: r, enc: e}]" },
        { "age: [{recipient: r, enc: e}]\n    shamir_threshold: '2'", "age: [{recipient: r, enc: e}]\n    shamir_threshold: 2" },
        { "age: [{recipient: r, enc: e}]\n    mac_only_encrypted: 'true'", "age: [{recipient: r, enc: e}]\n    mac_only_encrypted: true" },
        { "age: [{recipient: r, enc: e}]\n    mac_only_encrypted: 1", "age: [{recipient: r, enc: e}]\n    mac_only_encrypted: true" },
        { "age: [{recipient: r, enc: e}]\n    key_groups: [{pgp: []}]", "age: [{recipient: r, enc: e}]" },
        { "# c\n    age:\n      # d\n      - {recipient: r, enc: e}", "age: [{recipient: r, enc: e}]" },
    };

    [Theory, MemberData(nameof(WeaklyTyped))]
    public void Types_are_taken_weakly(string block, string equivalent) =>
        Assert.Equal(
            Rewritten($"a: x\nsops:\n    {equivalent}\n    {Tail}", DocumentFormat.Yaml), Rewritten(
                $"a: x\nsops:\n    {block}\n    {Tail}", DocumentFormat.Yaml));

    public static TheoryData<string, string> Malformed => new()
    {
        { "a: 1\n", "sops metadata not found" },
        { "", "sops metadata not found" },
        { "sops: null\n", "Found sops entry that is not a mapping" },
        { "sops: hello\n", "Found sops entry that is not a mapping" },
        { "sops: [1]\n", "Found sops entry that is not a mapping" },
        { "sops: {}\n", "parsing time \"\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"2006\"" },
        { "sops:\n    lastmodified: yesterday\n",
            "parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"yesterday\" as \"2006\"" },
        { $"sops:\n    {Tail}", "No keys found in file" },
        { $"sops:\n    age: null\n    {Tail}", "No keys found in file" },
        { $"sops:\n    age: ''\n    {Tail}",
            "decoding failed due to the following error(s):\n\n'age[0]' expected a map or struct, got \"string\"" },
        { $"sops:\n    age: [1]\n    {Tail}",
            "decoding failed due to the following error(s):\n\n'age[0]' expected a map or struct, got \"int\"" },
        { $"sops:\n    age: {{enc: e}}\n    shamir_threshold: two\n    {Tail}", "decoding failed due to the following " +
            "error(s):\n\n'shamir_threshold' cannot parse value as 'int': strconv.ParseInt: invalid syntax" },
        { $"sops:\n    age: {{enc: e}}\n    mac_only_encrypted: maybe\n    {Tail}", "decoding failed due to the following " +
            "error(s):\n\n'mac_only_encrypted' cannot parse value as 'bool': strconv.ParseBool: invalid syntax" },
        { $"sops:\n    pgp: {{enc: e, created_at: x}}\n    {Tail}",
            "parsing time \"x\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"x\" as \"2006\"" },
        { $"sops:\n    age: {{enc: e}}\n    encrypted_suffix: x\n    {Tail}", "Cannot use more than one of encrypted_suffix, " +
            "unencrypted_suffix, encrypted_regex, unencrypted_regex, encrypted_comment_regex, or unencrypted_comment_regex in the same " +
            "file" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void A_block_that_cannot_be_understood_is_refused_in_the_words_of_the_reference(string text, string message)
    {
        var failure = Assert.Throws<SecretsKitException>(() => Load(text));
        Assert.Equal(message, failure.Message);
        Assert.Equal(message == "sops metadata not found" ? ErrorCode.MetadataNotFound : ErrorCode.MalformedMetadata, failure.Code);
    }

    [Theory]
    [InlineData("{\"sops\": {}}", "sops metadata not found")]
    [InlineData("{\"sops\": null}", "Found sops entry that is not a mapping")]
    [InlineData("{\"sops\": {\"a\": 1}, \"sops\": {\"a\": 1}}", "Found duplicate sops entry")]
    public void JSON_has_its_own_cases(string text, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<SecretsKitException>(() => EncryptedFile.Load(Encoding.UTF8.GetBytes(text), DocumentFormat.Json)).Message);

    [Theory]
    [InlineData("sops_a=1\nsops_a=2\n", "Error while unflattening \"a\": Duplicate value")]
    [InlineData("sops_a=1\nsops_a__map_b=2\n", "Error while unflattening: Type mismatch")]
    [InlineData("sops_a__map_b=2\nsops_a=1\n", "Error while unflattening: Type mismatch")]
    [InlineData("sops_a__list_0=1\nsops_a__map_b=2\n", "Error while unflattening: Type mismatch")]
    [InlineData("sops_a__list_1=1\n", "Error while unflattening: Incomplete list")]
    [InlineData("sops_a__list_x=1\nsops_a__list_0=1\n", "Error while unflattening \"a__list_0\": Duplicate value")]
    public void Flat_keys_that_contradict_each_other_are_refused(string text, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<SecretsKitException>(() => EncryptedFile.Load(Encoding.UTF8.GetBytes(text), DocumentFormat.Dotenv)).Message);

    [Fact]
    public void Every_document_carries_the_block_and_the_first_one_counts()
    {
        var written = Sample.Encrypt("a: 1\n---\nb: 2\n", DocumentFormat.Yaml);
        Assert.Equal(2, written.Split('\n').Count(line => line == "sops:"));
        Assert.Equal(
            "a: 1\n---\nb: 2\n",
            Sample.Decrypt(written[..written.LastIndexOf("sops:", StringComparison.Ordinal)] + "sops: 1\n", DocumentFormat.Yaml));
    }

    [Theory]
    [InlineData(DocumentFormat.Yaml, "sops", "Found key \"sops\" in encrypted data, which is a reserved key used for SOPS metadata")]
    [InlineData(DocumentFormat.Json, "sops", "Found key \"sops\" in encrypted data, which is a reserved key used for SOPS metadata")]
    [InlineData(DocumentFormat.Ini, "sops", "Found key \"sops\" in encrypted data, which is a reserved key used for SOPS metadata")]
    [InlineData(
        DocumentFormat.Dotenv,
        "sops_x",
        "Found key \"sops_x\" in encrypted data, which starts with the reserved key prefix \"sops_\" for SOPS metadata")]
    public void Values_are_not_written_under_the_key_of_the_metadata(DocumentFormat format, string key, string message)
    {
        Node value = format == DocumentFormat.Ini ? new MapNode() : new StringNode(new("x"));
        var file = new EncryptedFile(new([new MapNode([MapEntry.Of("a", value), MapEntry.Of(key, value)])]), Sample.Metadata());
        var failure = Assert.Throws<DocumentException>(() => file.Serialize(format, WriteOptions.Default));
        Assert.Equal((ErrorCode.EmitFailed, "Error marshaling metadata: " + message), (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData("1.17", "3.13.2")]
    [InlineData("3.9.4", "3.13.2")]
    [InlineData("3.13.1", "3.13.2")]
    [InlineData("3.13.2", "3.13.2")]
    [InlineData("3.13.3", "3.13.3")]
    [InlineData("3.100.0", "3.100.0")]
    [InlineData("4.0.0", "4.0.0")]
    public void A_version_is_raised_and_never_lowered(string version, string expected) =>
        Assert.Equal(expected, (Sample.Metadata() with { Version = version }).RaisedToCurrentVersion().Version);

    [Theory]
    [InlineData(DocumentFormat.Json, "JSON")]
    [InlineData(DocumentFormat.Binary, "BINARY")]
    [InlineData(DocumentFormat.Dotenv, "DOTENV")]
    [InlineData(DocumentFormat.Ini, "INI")]
    public void Several_documents_are_not_written_where_one_fits(DocumentFormat format, string name)
    {
        var file = EncryptedFile.Load(
            Encoding.UTF8.GetBytes(Sample.Encrypt("a: 1\n---\nb: 2\n", DocumentFormat.Yaml)), DocumentFormat.Yaml);
        var failure = Assert.Throws<DocumentException>(() => file.Serialize(format, WriteOptions.Default));
        Assert.Equal((ErrorCode.EmitFailed, $"{name} holds one document per file, and the MAC covers 2"), (failure.Code, failure.Message));
    }

    [Fact]
    public void INI_keeps_line_breaks_as_two_characters_and_reads_real_ones_too()
    {
        var written = Sample.Encrypt("[s]\na = 1\n", DocumentFormat.Ini);
        Assert.Contains("-----\\nYWdl\\n-----", written, StringComparison.Ordinal);
        var start = written.IndexOf("-----BEGIN", StringComparison.Ordinal);
        var end = written.IndexOf('\n', start);
        var real = written[..start] + "\"\"\"" + written[start..end]
            .Replace("\\n", "\n", StringComparison.Ordinal) + "\"\"\"" + written[end..];
        Assert.Equal(Sample.Decrypt(written, DocumentFormat.Ini), Sample.Decrypt(real, DocumentFormat.Ini));
        Assert.Equal(
            EncryptedFile.Load(Encoding.UTF8.GetBytes(written), DocumentFormat.Ini).Metadata.KeyGroups[0].Keys,
            EncryptedFile.Load(Encoding.UTF8.GetBytes(real), DocumentFormat.Ini).Metadata.KeyGroups[0].Keys);
    }

    [Fact]
    public void Without_groups_there_is_no_list() =>
        Assert.DoesNotContain(
            "age", MetadataText(Sample.Metadata() with { KeyGroups = [] }), StringComparison.Ordinal);

    private static string MetadataText(DocumentMetadata metadata) =>
        Encoding.UTF8.GetString(new EncryptedFile(new([new MapNode()]), metadata).Serialize(DocumentFormat.Yaml, WriteOptions.Default));

    private static EncryptedFile Load(string text) => EncryptedFile.Load(Encoding.UTF8.GetBytes(text), DocumentFormat.Yaml);

    private static string Rewritten(string text, DocumentFormat format) =>
        Encoding.UTF8.GetString(EncryptedFile.Load(Encoding.UTF8.GetBytes(text), format).Serialize(format, WriteOptions.Default));
}
