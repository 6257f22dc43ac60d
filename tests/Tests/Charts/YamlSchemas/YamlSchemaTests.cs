using SecretsKit.Charts.YamlSchemas;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Charts.YamlSchemas;

/// <summary>Schemas beyond the reference's outputs at hand.</summary>
public sealed class YamlSchemaTests
{
    [Theory]
    [InlineData("list(str())", "[a, b]", "")]
    [InlineData("a: map(str(), key=regex('^[a-z]$'))", "a: {A: x}", "a: Key error - 'A' is not a regex match.")]
    [InlineData("a: regex(r'^\\d+$')", "a: '12'", "")]
    [InlineData("a: enum(1, 2.5, None)", "a: 1.0", "")]
    [InlineData("a: subset(str())", "a: []", "a: '[]' may not be an empty set.")]
    [InlineData("a: ip()", "a: 10.0.0.0/8", "")]
    [InlineData("a: semver()", "a: 1.2.3-rc.1+b", "")]
    [InlineData("a: mac()", "a: '12:34:56:78:9a:bc'", "")]
    [InlineData("a: day(max='2024-01-01')", "a: 2024-02-01", "a: 2024-02-01 is greater than 2024-01-01")]
    [InlineData("a: str(min=1, max=2)", "a: 💖", "")]
    [InlineData("a: num()", "a: 1_000", "")]
    [InlineData("a: int()", "a: 0x1F", "")]
    [InlineData("a: str()", "b: &x {c: d}\na: e\n", "b: Unexpected element")]
    [InlineData("a: include('p')\n---\np: {x: int()}", "d: &d {x: y}\na: {<<: *d}", "d: Unexpected element|a.x: 'y' is not a int.")]
    [InlineData("a: list(any(str(), map()))", "a: [x, {y: z}, 1.5e+20]", "a.2: '1.5e+20' is not a str.|a.2: '1.5e+20' is not a map.")]
    public void Data_is_judged(string schema, string data, string faults) =>
        Assert.Equal(faults, string.Join('|', Assert.Single(YamlSchema.Parse(schema).Validate(data))));

    [Theory]
    [InlineData("a: str(required=no)", "name 'no' is not defined")]
    [InlineData("a: str(')", "unterminated string literal")]
    [InlineData("a: regex('(?=x)')", "is none of RE2")]
    [InlineData("a: str()x", "invalid syntax")]
    [InlineData("a: include()(", "invalid syntax")]
    public void Broken_schemas_name_the_node(string schema, string problem)
    {
        var failure = Assert.Throws<YamlSchemaException>(() => YamlSchema.Parse(schema));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("at node 'a'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: *x\n")]
    [InlineData("a: !python/object:os.system x\n")]
    [InlineData("{a: b}: c\n")]
    public void Broken_data_is_refused(string data) =>
        Assert.Equal(
            ErrorCode.MalformedDocument, Assert.Throws<SecretsKitException>(() => Refused(data)).Code);

    /// <summary>Neither aliases that multiply nor schemas that contain themselves take for ever.</summary>
    [Fact]
    public void Work_is_bounded()
    {
        var bomb = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 40).Select(at => $"a{at}: &a{at} [*a{at - 1}, *a{at - 1}]\n"));
        var schema = YamlSchema.Parse("map(include('n'))\n---\nn: any(str(), list(include('n')))\n");
        Assert.Equal(ErrorCode.LimitExceeded, Assert.Throws<SecretsKitException>(() => schema.Validate(bomb)).Code);
        Assert.InRange(Assert.Single(YamlSchema.Parse("a40: str()").Validate(bomb)).Max(fault => fault.Length), 1, 20_000);

        var circle = YamlSchema.Parse("include('c')\n---\nc: include('c')\n");
        Assert.Equal(ErrorCode.LimitExceeded, Assert.Throws<SecretsKitException>(() => circle.Validate("a: b")).Code);
    }

    private static void Refused(string data)
    {
        try
        {
            YamlSchema.Parse("a: str()").Validate(data);
        }
        catch (SecretsKitException failure)
        {
            throw new SecretsKitException(failure.Code, failure.Message);
        }
    }
}
