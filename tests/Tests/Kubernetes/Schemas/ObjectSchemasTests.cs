using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Schemas;

namespace SecretsKit.Tests.Kubernetes.Schemas;

/// <summary>Fields are compared with a server's OpenAPI document, with the sentences of kubectl.</summary>
public sealed class ObjectSchemasTests
{
    private const string Document = """
        {"definitions": {
          "io.v1.Thing": {
            "type": "object", "required": ["spec"],
            "x-kubernetes-group-version-kind": [{"group": "shop.example.com", "version": "v1", "kind": "Thing"}],
            "properties": {
              "apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"$ref": "#/definitions/io.v1.Meta"},
              "spec": {"$ref": "#/definitions/io.v1.ThingSpec"}}},
          "io.v1.Meta": {"type": "object", "properties": {
            "name": {"type": "string"}, "labels": {"type": "object", "additionalProperties": {"type": "string"}}}},
          "io.v1.ThingSpec": {"required": ["size"], "properties": {
            "size": {"type": "integer"}, "share": {"type": "number"}, "on": {"type": "boolean"}, "any": {},
            "port": {"type": "string", "format": "int-or-string"}, "free": {"type": "object"},
            "parts": {"type": "array", "items": {"$ref": "#/definitions/io.v1.Part"}}}},
          "io.v1.Part": {"properties": {"name": {"type": "string"}}}
        }}
        """;

    [Theory]
    [InlineData("""{"size": 1, "share": 2, "on": true, "any": [1], "port": 80, "free": {"x": [1]}, "parts": [{"name": 5}]}""")]
    [InlineData("""{"size": 1.5, "share": 0.5, "port": "http", "on": null}""")]
    [InlineData(
        """{"size": "1"}""",
        """ValidationError(Thing.spec.size): invalid type for io.v1.ThingSpec.size: got "string", expected "integer" """)]
    [InlineData(
        """{"size": 1, "on": "yes", "more": 1, "other": null}""",
        """ValidationError(Thing.spec): unknown field "more" in io.v1.ThingSpec""",
        """ValidationError(Thing.spec.on): invalid type for io.v1.ThingSpec.on: got "string", expected "boolean" """)]
    [InlineData("{}", """ValidationError(Thing.spec): missing required field "size" in io.v1.ThingSpec""")]
    [InlineData("""{"size": null}""", """ValidationError(Thing.spec): missing required field "size" in io.v1.ThingSpec""")]
    [InlineData("[]", """ValidationError(Thing.spec): invalid type for io.v1.ThingSpec: got "array", expected "map" """)]
    [InlineData("\"x\"", """ValidationError(Thing.spec): invalid type for io.v1.ThingSpec: got "string", expected "map" """)]
    [InlineData(
        """{"size": 1, "parts": {"name": "a"}}""",
        """ValidationError(Thing.spec.parts): invalid type for io.v1.ThingSpec.parts: got "map", expected "array" """)]
    [InlineData(
        """{"size": 1, "parts": [{"name": "a"}, null, {"nome": "a"}]}""",
        """ValidationError(Thing.spec.parts): unknown object type "nil" in Thing.spec.parts[1]""",
        """ValidationError(Thing.spec.parts[2]): unknown field "nome" in io.v1.Part""")]
    [InlineData(
        """{"size": 1, "port": {}}""",
        """ValidationError(Thing.spec.port): invalid type for io.v1.ThingSpec.port: got "map", expected "string" """)]
    public void Faults_are_named_where_they_are(string spec, params string[] expected) => Assert.Equal(
        expected.Select(message => message.Trim()).Order(StringComparer.Ordinal),
        Check($$"""{"apiVersion": "shop.example.com/v1", "kind": "Thing", "metadata": {"name": "a"}, "spec": {{spec}}}""")
            .Order(StringComparer.Ordinal));

    [Fact]
    public void A_label_without_a_value_has_no_type() => Assert.Equal(
        ["unknown object type \"nil\" in Thing.metadata.labels.a"],
        Check("""{"apiVersion": "shop.example.com/v1", "kind": "Thing", "metadata": {"labels": {"a": null}}, "spec": {"size": 1}}"""));

    [Theory]
    [InlineData("""{"apiVersion": "shop.example.com/v2", "kind": "Thing", "spec": 1}""")]
    [InlineData("""{"apiVersion": "v1", "kind": "Thing", "spec": 1}""")]
    [InlineData("""{"kind": "Thing"}""")]
    public void Kinds_that_the_document_does_not_have_are_not_judged(string item) => Assert.Empty(Check(item));

    [Fact]
    public void Messages_quote_no_values()
    {
        var found = Check("""
            {"apiVersion": "shop.example.com/v1", "kind": "Thing", "metadata": {"name": {"a": "cAnArY"}}, "spec": {"size": "cAnArY"}}
            """);
        Assert.NotEmpty(found);
        Assert.DoesNotContain(found, message => message.Contains("cAnArY", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Check(string item) =>
        ObjectSchemas.Read(Parse(Document)).Check(Parse(item).AsMap!).Select(fault => fault.Message);

    private static Value Parse(string json) => GoJson.Parse(Encoding.UTF8.GetBytes(json));
}
