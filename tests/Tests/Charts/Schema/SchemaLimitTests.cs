using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Charts.Schema;

/// <summary>What schemas may cost, and that large ones and large values still work. Schemas come with charts from anywhere.</summary>
public sealed class SchemaLimitTests
{
    private const string TooDeep = "unable to validate schema: the schema or the values are nested too deeply";
    private const string TooLong = "unable to validate schema: the schema takes more than 100000000 steps for these values";

    [Theory]
    [InlineData(200, null)]
    [InlineData(600, "the schema is nested too deeply")]
    [InlineData(100_000, "the schema is nested too deeply")]
    public void Schemas_nest_to_a_depth(int depth, string? expected) =>
        Assert.Equal(expected, Validate(Repeat("{\"allOf\":[", depth / 2) + "{}" + Repeat("]}", depth / 2), "{}")?.TrimEnd('\n'));

    /// <summary>
    /// A schema of a tree, as large values have it: the depth of the values counts, which a reader of values bounds by itself.
    /// </summary>
    [Theory]
    [InlineData(900, null)]
    [InlineData(3_000, TooDeep)]
    public void References_follow_values_to_a_depth(int depth, string? expected)
    {
        const string Tree = """{"$ref": "#/$defs/node", "$defs": {"node": {"properties": {"a": {"$ref": "#/$defs/node"}}}}}""";
        Assert.Equal(expected, Validate(Tree, Repeat("{\"a\":", depth) + "1" + Repeat("}", depth))?.TrimEnd('\n'));
    }

    /// <summary>References that lead nowhere but to each other, in Helm's words.</summary>
    [Fact]
    public void References_in_a_circle_are_found() =>
        Assert.Equal("- at '': both /$ref and  resolve to \"file:///values.schema.json#\" causing reference cycle\n", Validate("""{"$ref": "#"}""", "{}"));

    [Theory]
    [InlineData("allOf", "{}")]
    [InlineData("anyOf", "false")]
    [InlineData("oneOf", "{}")]
    public void References_do_not_multiply(string keyword, string last)
    {
        var schema = new StringBuilder("{\"$ref\":\"#/$defs/0\",\"$defs\":{");
        for (var i = 0; i < 60; i++)
        {
            schema.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"\"{i}\":{{\"{keyword}\":[{{\"$ref\":\"#/$defs/{i + 1}\"}},{{\"$ref\":\"#/$defs/{i + 1}\"}}]}},");
        }

        Assert.Equal(TooLong, Validate(schema + $"\"60\":{last}}}}}", "{}"));
    }

    [Fact]
    public void Patterns_are_charged_by_their_work()
    {
        var text = new string('a', 1_000_000);
        Assert.Equal(TooLong, Validate("""{"properties": {"a": {"pattern": "(a?){1000}b"}}}""", $"{{\"a\":\"{text}\"}}"));
        Assert.Equal(TooLong, Validate("""{"patternProperties": {"(a?){1000}b": {}}}""", $"{{\"{text}\":1}}"));
        Assert.Null(Validate("""{"properties": {"a": {"pattern": "^[a-z]+$"}}}""", $"{{\"a\":\"{text}\"}}"));
    }

    /// <summary>Every finding is told, as by Helm, and each costs the same.</summary>
    [Fact]
    public void Many_findings_are_all_told()
    {
        var found = Validate("""{"properties": {"a": {"items": {"type": "string"}}}}""", $"{{\"a\":[{string.Join(',', Enumerable.Range(0, 50_000))}]}}")!;
        var lines = found.TrimEnd('\n').Split('\n');
        Assert.Equal(50_000, lines.Length);
        Assert.Equal(("- at '/a/0': got number, want string", "- at '/a/49999': got number, want string"), (lines[0], lines[^1]));
    }

    [Fact]
    public void Large_values_fit_large_schemas()
    {
        var properties = string.Join(',', Enumerable.Range(0, 5_000).Select(
            i => $"\"p{i}\":{{\"type\":\"object\",\"additionalProperties\":{{\"type\":[\"string\",\"integer\"]}},\"minProperties\":1}}"));
        var values = string.Join(
            ',',
            Enumerable.Range(0, 5_000)
                .Select(i => $"\"p{i}\":{{{string.Join(',', Enumerable.Range(0, 40).Select(j => $"\"k{j}\":{j}"))}}}"));
        Assert.Null(Validate($"{{\"properties\":{{{properties}}},\"additionalProperties\":false}}", $"{{{values}}}"));
        Assert.Null(Validate("""{"properties": {"a": {"uniqueItems": true, "items": {"type": "integer"}}}}""", $"{{\"a\":[{string.Join(',', Enumerable.Range(0, 200_000))}]}}"));
    }

    [Theory]
    [InlineData("""{"properties": {"a": {"pattern": "(?!x)"}}}""")]
    [InlineData("""{"properties": {"a": {"pattern": "("}}}""")]
    [InlineData("""{"patternProperties": {"[": {}}}""")]
    public void Patterns_that_are_none_fail_the_schema(string schema) =>
        Assert.Contains("regex", Validate(schema, "{}"), StringComparison.Ordinal);

    [Fact]
    public void Numbers_of_any_size_are_compared()
    {
        Assert.Null(Validate("""{"properties": {"a": {"multipleOf": 1e-9999}}}""", "{\"a\":1}"));
        Assert.Equal("- at '/a': maximum: got 1×10³⁰⁰, want 1×10²⁰⁰\n", Validate("""{"properties": {"a": {"maximum": 1e200}}}""", "{\"a\":1e300}"));
    }

    /// <summary>One object per prepared chart: compiled once per text, by whichever thread comes first, and gone with the chart.</summary>
    [Fact]
    public void A_schema_is_compiled_once_for_its_owner()
    {
        byte[] text = [.. """{"required": ["a"]}"""u8];
        var schemas = new CompiledSchemas(HelmGeneration.V4);
        var compiled = new JsonSchema[16];
        Parallel.For(0, compiled.Length, i => compiled[i] = schemas.Get(text, null));
        Assert.All(compiled, one => Assert.Same(compiled[0], one));
        Assert.NotSame(compiled[0], schemas.Get([.. text], null));
        Assert.NotSame(compiled[0], new CompiledSchemas(HelmGeneration.V4).Get(text, null));
        byte[] broken = [.. "{"u8];
        Assert.Throws<SecretsKit.Charts.Schema.Compilation.SchemaException>(() => schemas.Get(broken, null));
        Assert.Throws<SecretsKit.Charts.Schema.Compilation.SchemaException>(() => schemas.Get(broken, null));
    }

    [Fact]
    public void Checks_run_side_by_side()
    {
        byte[] text = [.. """{"properties": {"a": {"type": "integer", "maximum": 500}}}"""u8];
        var check = new SchemaCheck(new(HelmGeneration.V4), SilentChartLog.Instance);
        Parallel.For(0, 1_000, i =>
        {
            var values = new MapValue();
            values.Set(new ByteString("a"), Value.Int64(i));
            Assert.Equal(i <= 500 ? null : $"- at '/a': maximum: got {i}, want 500\n", check.Validate(text, values));
        });
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string? Validate(string schema, string values)
    {
        Assert.True(GoJson.TryParse(Encoding.UTF8.GetBytes(values), out var value, out var failure), failure?.ToString());
        return new SchemaCheck(new(HelmGeneration.V4), SilentChartLog.Instance).Validate(Encoding.UTF8.GetBytes(schema), value.AsMap!);
    }
}
