using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Tests.Charts.Schema;

/// <summary>Which findings a schema reports, and what they show of values.</summary>
public sealed class SchemaFindingTests
{
    private const string Draft7 = "\"$schema\": \"http://json-schema.org/draft-07/schema#\"";

    /// <summary>A schema stops at what says most; everything else would follow from it.</summary>
    [Theory]
    [InlineData("""{"type": "string", "const": "x", "enum": ["y"], "format": "ipv4", "minimum": 9}""", "5", "got number, want string")]
    [InlineData("""{"const": 1, "enum": [2], "minimum": 9}""", "5", "value must be 1")]
    [InlineData("""{"enum": [1, 2], "minimum": 9}""", "5", "value must be one of 1, 2")]
    [InlineData("""{"format": "ipv4", "minLength": 9, "pattern": "^x"}""", "\"a\"", "'a' is not valid ipv4: expected four decimals")]
    public void A_schema_stops_at_type_const_enum_and_format(string schema, string value, string expected) =>
        Assert.Equal($"- at '/a': {expected}\n", Validate($"{{{Draft7}, \"properties\": {{\"a\": {schema}}}}}", $"{{\"a\":{value}}}"));

    [Fact]
    public void All_else_is_reported_together() => Assert.Equal(
        "- at '': minimum: got 5, want 9\n- at '': multipleOf: got 5, want 7\n- at '': 'not' failed",
        FindingText.Lines(Find("""{"not": {}, "multipleOf": 7, "minimum": 9}""", Value.Int64(5))!, ValueQuoting.Shown));

    /// <summary>By the keyword that came with draft-06, not by those of draft-04.</summary>
    [Theory]
    [InlineData("draft-04", null)]
    [InlineData("draft-06", "- at '/a': value must be 1\n")]
    [InlineData("draft-07", "- at '/a': value must be 1\n")]
    public void Const_counts_beside_a_reference(string draft, string? expected)
    {
        const string Rest = """
            "properties": {"a": {"$ref": "#/definitions/n", "const": 1, "minimum": 9}}, "definitions": {"n": {"type": "number"}}}
            """;
        Assert.Equal(expected, ValidateOrNull($"{{\"$schema\": \"http://json-schema.org/{draft}/schema#\", {Rest}", "{\"a\":5}"));
    }

    [Fact]
    public void Cycles_name_properties_and_indices() => Assert.Equal(
        "- at '/a': 'allOf' failed\n  - at '/a': both /properties/a/allOf/0/$ref and /properties/a resolve to "
            + "\"file:///values.schema.json#/properties/a\" causing reference cycle\n",
        Validate("""{"properties": {"a": {"allOf": [{"$ref": "#/properties/a"}]}}}""", "{\"a\":5}"));

    /// <summary>Only with a URL of its own; without one the word means nothing.</summary>
    [Theory]
    [InlineData("\"$id\": \"o.json\", ", false)]
    [InlineData("", true)]
    public void An_inner_schema_may_be_of_another_draft(string id, bool isValid) => Assert.Equal(
        isValid,
        ValidateOrNull($$"""{"properties": {"a": { {{id}}{{Draft7}}, "format": "ipv4"} } }""", "{\"a\":\"x\"}") is null);

    [Fact]
    public void A_branch_that_cannot_be_taken_is_not_read() =>
        Assert.Null(ValidateOrNull($$"""{ {{Draft7}}, "if": false, "then": {"$ref": "missing.json"} }""", "{}"));

    /// <summary>Reasons of formats quote the value too, so none is given.</summary>
    [Theory]
    [InlineData("date", "hunter2")]
    [InlineData("ipv6", "hunter2:")]
    [InlineData("uri", ":hunter2")]
    [InlineData("email", "a@[hunter2]")]
    [InlineData("regex", "hunter2(")]
    [InlineData("semver", "hunter2")]
    [InlineData("hostname", "hunter2!")]
    public void Hidden_values_are_nowhere_in_a_finding(string format, string value)
    {
        var schema = $$"""{ {{Draft7}}, "properties": {"a": {"format": "{{format}}"} } }""";
        var found = Check(ValueQuoting.Hidden).Validate(Encoding.UTF8.GetBytes(schema), Values($"{{\"a\":\"{value}\"}}"));
        Assert.Equal($"- at '/a': the value is not valid {format}\n", found);
    }

    private static string Validate(string schema, string values) => ValidateOrNull(schema, values) ?? "";

    private static string? ValidateOrNull(string schema, string values) =>
        Check(ValueQuoting.Shown).Validate(Encoding.UTF8.GetBytes(schema), Values(values));

    private static SchemaFinding? Find(string schema, Value value) =>
        JsonSchema.Compile(Encoding.UTF8.GetBytes(schema), "file:///values.schema.json", new NoResolver()).Check(value);

    private static SchemaCheck Check(ValueQuoting quoting) => new(new(HelmGeneration.V4), SilentChartLog.Instance, quoting);

    private static MapValue Values(string text)
    {
        Assert.True(GoJson.TryParse(Encoding.UTF8.GetBytes(text), out var value, out var failure), failure?.ToString());
        return value.AsMap!;
    }

    private sealed class NoResolver : ISchemaResolver
    {
        public SchemaSource Find(string url) => SchemaSource.Refused("nothing else is known here");
    }
}
