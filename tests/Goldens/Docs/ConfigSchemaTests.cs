using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Docs;

/// <summary>The schema of <c>.sops.yaml</c> for editors, made of the list of fields.</summary>
public sealed class ConfigSchemaTests
{
    private const string Name = "docs/sops.yaml.schema.json";

    [Fact]
    public void The_schema_is_made_of_the_list_of_fields() => GeneratedFile.Check(Name, Text());

    [Fact]
    public void The_example_is_valid_and_none_of_its_fields_is_unknown()
    {
        var example = File.ReadAllText(Path.Combine(Checkout.Root, ".sops.yaml.example"));
        Assert.Null(Check(example));
        Assert.Empty(SopsConfig.Parse(Encoding.UTF8.GetBytes(example), "/x/.sops.yaml").FindUnread());
        Assert.All(
            ConfigFields.CreationRule.Concat(ConfigFields.KeyGroup).Concat(ConfigFields.DestinationRule).Concat(ConfigFields.Root),
            field => Assert.Contains(field.Name, example, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("creation_rule: []\n", "")]
    [InlineData("creation_rules:\n  - path_regx: a\n", "/creation_rules/0")]
    [InlineData("creation_rules:\n  - age: {a: b}\n", "/creation_rules/0/age")]
    [InlineData("creation_rules:\n  - shamir_threshold: two\n", "/creation_rules/0/shamir_threshold")]
    [InlineData("creation_rules:\n  - key_groups:\n      - age: text\n", "/creation_rules/0/key_groups/0/age")]
    [InlineData(
        "creation_rules:\n  - key_groups:\n      - merge:\n          - gcp_kms: [{}]\n",
        "/creation_rules/0/key_groups/0/merge/0/gcp_kms/0")]
    [InlineData("stores:\n  yaml:\n    indent: wide\n", "/stores/yaml/indent")]
    public void Mistakes_are_found_where_they_are(string text, string place) => Assert.Equal(place, Deepest(Check(text)!));

    [Theory]
    [InlineData("x-keys:\n  - a\ncreation_rules: []\n")]
    [InlineData("creation_rules:\n  - age: [a, b]\n  - age: a,b\n  - path_regex: x\n")]
    public void What_is_read_or_left_alone_is_valid(string text) => Assert.Null(Check(text));

    private static SchemaFinding? Check(string text)
    {
        var schema = JsonSchema.Compile(Encoding.UTF8.GetBytes(Text()), "file:///schema.json", new NoResolver());
        return schema.Check(KubernetesYaml.Read(Encoding.UTF8.GetBytes(text), KubernetesYamlOptions.Chart));
    }

    private static string Deepest(SchemaFinding finding) =>
        finding.Causes.Select(Deepest).Prepend(finding.Pointer).MaxBy(pointer => pointer.Length)!;

    private static string Text()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://json-schema.org/draft-07/schema#");
            json.WriteString("title", ".sops.yaml");
            WriteFields(json, ConfigFields.Root);
            json.WriteStartObject("definitions");
            foreach (var (name, fields) in new[] { ("creationRule", ConfigFields.CreationRule), ("keyGroup", ConfigFields.KeyGroup) })
            {
                json.WriteStartObject(name);
                WriteFields(json, fields);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<ConfigField> fields)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var field in fields)
        {
            json.WriteStartObject(field.Name);
            json.WriteString("description", field.About);
            WriteKind(json, field);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("patternProperties");
        json.WriteBoolean("^x-", true);
        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", false);
        if (fields.Any(field => field.IsRequired))
        {
            json.WriteStartArray("required");
            foreach (var field in fields.Where(field => field.IsRequired))
            {
                json.WriteStringValue(field.Name);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteKind(Utf8JsonWriter json, ConfigField field)
    {
        switch (field.Kind)
        {
            case ConfigFieldKind.Text:
                json.WriteString("type", "string");
                break;
            case ConfigFieldKind.Number:
                json.WriteString("type", "integer");
                break;
            case ConfigFieldKind.Truth:
                json.WriteString("type", "boolean");
                break;
            case ConfigFieldKind.TextOrList:
                json.WriteStartArray("type");
                json.WriteStringValue("string");
                json.WriteStringValue("array");
                json.WriteEndArray();
                WriteItems(json, () => json.WriteString("type", "string"));
                break;
            case ConfigFieldKind.TextList:
                json.WriteString("type", "array");
                WriteItems(json, () => json.WriteString("type", "string"));
                break;
            case ConfigFieldKind.TextMap:
                json.WriteString("type", "object");
                json.WriteStartObject("additionalProperties");
                json.WriteString("type", "string");
                json.WriteEndObject();
                break;
            case ConfigFieldKind.Map when Reference(field) is { } name:
                json.WriteString("$ref", name);
                break;
            case ConfigFieldKind.Map:
                WriteFields(json, field.Fields());
                break;
            default:
                json.WriteString("type", "array");
                WriteItems(json, () =>
                {
                    if (Reference(field) is { } reference)
                    {
                        json.WriteString("$ref", reference);
                    }
                    else
                    {
                        WriteFields(json, field.Fields());
                    }
                });
                break;
        }
    }

    // Groups hold groups, and rules stand in two places.
    private static string? Reference(ConfigField field) => field.Name switch
    {
        "creation_rules" or "recreation_rule" => "#/definitions/creationRule",
        "key_groups" or "merge" => "#/definitions/keyGroup",
        _ => null,
    };

    private static void WriteItems(Utf8JsonWriter json, Action write)
    {
        json.WriteStartObject("items");
        write();
        json.WriteEndObject();
    }

    private sealed class NoResolver : ISchemaResolver
    {
        public SchemaSource Find(string url) => throw new InvalidOperationException(url);
    }
}
