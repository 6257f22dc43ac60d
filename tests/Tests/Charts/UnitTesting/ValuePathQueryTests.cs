using System.Text;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Charts.UnitTesting.Paths;
using SecretsKit.Core.Data;

namespace SecretsKit.Tests.Charts.UnitTesting;

/// <summary>Paths of assertions, beyond those that the golden suites have.</summary>
public sealed class ValuePathQueryTests
{
    private const string Document = """
        kind: Pod
        "a.b": dotted
        "it's": quoted
        list: [10, 20, 30, 40]
        ports:
          - {name: http, port: 80, tls: false}
          - {name: https, port: 443, tls: true, hosts: [a, b]}
          - {name: admin, port: 9000}
        deep: {x: {name: inner}, y: null}
        """;

    [Theory]
    [InlineData("kind", "Pod")]
    [InlineData("$.kind", "Pod")]
    [InlineData("$", "1 map")]
    [InlineData("['a.b']", "dotted")]
    [InlineData("$['it\\'s']", "quoted")]
    [InlineData("list[0]", "10")]
    [InlineData("list[-1]", "40")]
    [InlineData("list[1:3]", "20 30")]
    [InlineData("list[:2]", "10 20")]
    [InlineData("list[2:]", "30 40")]
    [InlineData("list[-2:]", "30 40")]
    [InlineData("list[::2]", "10 30")]
    [InlineData("list[::-1]", "40 30 20 10")]
    [InlineData("list[0,3]", "10 40")]
    [InlineData("list[9]", "")]
    [InlineData("list[*]", "10 20 30 40")]
    [InlineData("deep.*.name", "inner")]
    [InlineData("deep['x','y']", "1 map null")]
    [InlineData("..name", "inner http https admin")]
    [InlineData("ports[?(@.port > 100)].name", "https admin")]
    [InlineData("ports[?(@.port >= 80 && @.port < 443)].name", "http")]
    [InlineData("ports[?(@.tls == true || @.name == 'admin')].name", "https admin")]
    [InlineData("ports[?(!@.tls)].name", "admin")]
    [InlineData("ports[?(@.name =~ /^http/)].port", "80 443")]
    [InlineData("ports[?(!(@.name =~ /^http/))].port", "9000")]
    [InlineData("ports[?(@.name =~ /a\\/b/)].port", "")]
    [InlineData("ports[?(@.hosts[0] == \"a\")].name", "https")]
    [InlineData("ports[?($.kind == 'Pod')].name", "http https admin")]
    [InlineData("ports[?(@.name != 'http')].port", "443 9000")]
    [InlineData("$..[?(@.port == 80)].name", "http")]
    [InlineData("deep.x~", "x")]
    [InlineData("list.name", "")]
    [InlineData("kind[0]", "")]
    public void It_finds(string path, string expected) =>
        Assert.Equal(expected, string.Join(' ', ValuePathQuery.Parse(path).Find(Parse(Document)).Select(Show)));

    [Theory]
    [InlineData("a.", "child name missing at position 2, following \"a.\"")]
    [InlineData("a..", "child name missing at position 3, following \"a..\"")]
    [InlineData("a b", "invalid character ' ' at position 1, following \"a\"")]
    [InlineData("a[", "unmatched [ at position 2, following \"a[\"")]
    [InlineData("a['b", "unmatched ' at position 4, following \"a['b\"")]
    [InlineData("a[x]", "invalid array index [x]: non-integer array index at position 3, following \"a[x\"")]
    [InlineData("a[]", "array subscript missing at position 2, following \"a[\"")]
    [InlineData("a[::0]", "invalid array index [::0]: the step is 0 at position 5, following \"a[::0\"")]
    [InlineData("a[?(@.x == )]", "invalid filter term at position 11, following \"==\"")]
    [InlineData("a[?(@.x =~ x)]", "regular expression does not start with / at position 11, following \"=~\"")]
    [InlineData(
        "a[?(@.x =~ /(/)]",
        "invalid regular expression: error parsing regexp: missing closing ): `(` at position 14, following \"=~ /(/\"")]
    [InlineData("a[?(@.x", "missing end of filter at position 7, following \".x\"")]
    [InlineData("a[?((@.x)]", "missing end of filter at position 9, following \")\"")]
    public void It_refuses(string path, string problem) =>
        Assert.Equal(problem, Assert.Throws<PathException>(() => ValuePathQuery.Parse(path)).Message);

    /// <summary>Nothing but a failure of a path comes of any text.</summary>
    [Fact]
    public void Any_text_is_a_path_or_a_failure()
    {
        const string Letters = "a.[]()?@$'\"*~,:0-9=!<>&|/\\ {}\t";
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Letters[random.Next(Letters.Length)]));
            var failure = Record.Exception(() => ValuePathQuery.Parse(text).Find(Parse("{a: [{a: 1}, 2], b: {a: x}}")));
            Assert.True(failure is null or PathException, $"{text}: {failure}");
        }
    }

    /// <summary>A path that multiplies what it finds ends with a failure, and soon.</summary>
    [Fact]
    public void An_explosion_is_stopped()
    {
        var deep = string.Concat(Enumerable.Repeat("{a: ", 150)) + "1" + new string('}', 150);
        var path = string.Concat(Enumerable.Repeat("..*", 40));
        Assert.Contains("visits more than", Assert.Throws<PathException>(() => ValuePathQuery.Parse(path).Find(Parse(deep))).Message);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("!")]
    public void Deep_filters_are_refused(string part) => Assert.Throws<PathException>(
        () => ValuePathQuery.Parse("a[?(" + string.Concat(Enumerable.Repeat(part, 100_000)) + "@.x"));

    private static Value Parse(string yaml) => PlainYaml.ValueOf(PlainYaml.Nodes(Encoding.UTF8.GetBytes(yaml)).First());

    private static string Show(Value value) => value.AsMap is not null ? "1 map" : ValueText.Plain(value);
}
