using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Templating.Functions;
using SecretsKit.Templating.Values;

namespace SecretsKit.Tests.Templating.Functions;

/// <summary>Values of other packages' types, shown by verbs that do not ask for their text.</summary>
public sealed class PrintfTests
{
    [Theory]
    [InlineData("{{ semver \"0.2.5\" | printf \"%d\" }}", "&{0 2 5 %!d(string=) %!d(string=) %!d(string=0.2.5)}")]
    [InlineData("{{ semver \"v1.2.3-a+b\" | printf \"%+q\" }}", "\"1.2.3-a+b\"")]
    [InlineData("{{ (semver \"1.2.3-a\").IncPatch | printf \"%x|%#v\" }}", "312e322e33|%!v(MISSING)")]
    [InlineData(
        "{{ toDate \"2006-01-02\" \"2024-02-29\" | printf \"%#v\" }}", "time.Date(2024, time.February, 29, 0, 0, 0, 0, time.Local)")]
    [InlineData("{{ printf \"%#O|%O|%#o\" 8 8 8 }}", "0o010|0o10|010")]
    [InlineData("{{ printf \"%.3T|%6.2v|%.3T\" nil nil 1 }}", "<nil>| <nil>|int")]
    [InlineData("{{ deepCopy (dict \"v\" (semver \"1.2.3\")) }}", "map[v:0.0.0]")]
    [InlineData("{{ toDate \"2006\" \"x\" | printf \"%#v\" }}", "time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)")]
    [InlineData(
        "{{ (toDate \"2006-01-02T15:04:05.000Z07:00\" \"2024-02-29T01:02:03.004+02:00\").UTC | printf \"%#v\" }}",
        "time.Date(2024, time.February, 28, 23, 2, 3, 4000000, time.UTC)")]
    public void Structs_show_their_fields(string template, string expected) => Assert.Equal(expected, Templates.Render(template));

    [Theory]
    [InlineData(
        "{{ index (toDate \"2006-01-02\" \"2024-02-29\").Weekday \"a\" }}", "error calling index: can't index item of type time.Weekday")]
    [InlineData("{{ index (semver \"1.2.3\") \"a\" }}", "error calling index: can't index item of type semver.Version")]
    [InlineData("{{range .x}}{{else}}", "unexpected EOF")]
    [InlineData("{{if .x}}{{else}}", "unexpected EOF")]
    [InlineData("{{-+0i}}", "strconv.ParseFloat: parsing \"-\": invalid syntax")]
    [InlineData("{{ 0x1+2i }}", "strconv.ParseFloat: parsing \"0x1\": invalid syntax")]
    [InlineData("{{ 1e400+2i }}", "strconv.ParseFloat: parsing \"1e400\": value out of range")]
    [InlineData("{{ 0b1+2i }}", "syntax error scanning complex number")]
    [InlineData("{{ 1+i }}", "syntax error scanning complex number")]
    [InlineData("{{ (semver \"1.18446744073709551615.0\").IncMinor }}", "minor version increment would overflow uint64")]
    [InlineData("{{ .", "illegal number syntax: \".\"")]
    [InlineData("{{ upper .", "illegal number syntax: \".\"")]
    public void Failures_name_the_type_or_token(string template, string expected) =>
        Assert.EndsWith(expected, Templates.Failure(template).Message, StringComparison.Ordinal);

    [Fact]
    public void Yaml_keeps_whole_numbers_that_fit_and_no_others()
    {
        Assert.Equal("-9.223372036854776e+18\n", Yaml(-9223372036854775808.0));
        Assert.Equal("9223372036854776000\n", Yaml(9223372036854775808.0));
        Assert.Equal("-9223372036854775000\n", Yaml(-9223372036854774784.0));
    }

    [Fact]
    public void Complex_numbers_have_no_pretty_yaml()
    {
        var failure = Assert.Throws<ValueException>(
            () => PrettyYaml.Write(Value.Of(new ComplexNumber(0, 1)), new System.Buffers.ArrayBufferWriter<byte>()));
        Assert.Equal("cannot marshal type: complex128", failure.Message);
    }

    private static string Yaml(double value)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        KubernetesYaml.Write(Value.Float(value), output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
