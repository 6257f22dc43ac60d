using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Webhook.JsonPath;

namespace SecretsKit.Tests.Webhook;

/// <summary>Paths into JSON that webhooks answer.</summary>
public sealed class JsonPathTests
{
    private const string Document = """
        {"s":"str","dotted.key":"dk","n":null,"empty":[],"l":["a","b","c","d"],
         "items":[{"name":"a","v":1,"on":true},{"name":"b","v":2},{"v":3,"deep":{"name":"c"}}],"o":{"b":{"name":"d"},"a":[10,20]}}
        """;

    [Theory]
    [InlineData("$", null)]
    [InlineData("$.s", "\"str\"")]
    [InlineData("s", "\"str\"")]
    [InlineData("$[\"dotted.key\"]", "\"dk\"")]
    [InlineData("$.n", "null")]
    [InlineData("$.l[1]", "\"b\"")]
    [InlineData("$.l[-1]", "\"d\"")]
    [InlineData("$.o[\"a\"][0]", "10")]
    [InlineData("$.items[0].name", "\"a\"")]
    [InlineData("$.l[1:3]", "[\"b\",\"c\"]")]
    [InlineData("$.l[:2]", "[\"a\",\"b\"]")]
    [InlineData("$.l[-2:]", "[\"c\",\"d\"]")]
    [InlineData("$.l[::2]", "[\"a\",\"c\"]")]
    [InlineData("$.l[::-1]", "[\"d\",\"c\",\"b\",\"a\"]")]
    [InlineData("$.l[0,2]", "[\"a\",\"c\"]")]
    [InlineData("$[\"s\",\"dotted.key\"]", "[\"str\",\"dk\"]")]
    [InlineData("$.items[*].v", "[1,2,3]")]
    [InlineData("$.o.*", "[[10,20],{\"name\":\"d\"}]")]
    [InlineData("$..name", "[\"a\",\"b\",\"c\",\"d\"]")]
    [InlineData("$.empty[*]", "[]")]
    [InlineData("$.items[?(@.name == \"b\")].v", "[2]")]
    [InlineData("$.items[?(@.v > 1)].v", "[2,3]")]
    [InlineData("$.items[?(@.v >= 2 && @.name != \"b\" || @.on)].v", "[1]")]
    [InlineData("$.items[?(!(@.v == 1))].v", "[2,3]")]
    [InlineData("$.items[?(@.name =~ \"^[ab]$\")].v", "[1,2]")]
    [InlineData("$.items[?(@.deep.name == \"c\")].v", "[3]")]
    [InlineData("$.items[?(@.v == $.items[1].v)].name", "[\"b\"]")]
    [InlineData("$.items[?(@.name)].v", "[1,2]")]
    public void Finds(string path, string? expected)
    {
        var root = GoJson.Parse(Encoding.UTF8.GetBytes(Document));
        var found = Encoding.UTF8.GetString(GoJson.Format(JsonPathQuery.Parse(path).Find(root), GoJsonOptions.Raw));
        Assert.Equal(expected ?? Encoding.UTF8.GetString(GoJson.Format(root, GoJsonOptions.Raw)), found);
    }

    [Theory]
    [InlineData("$.nope", "unknown key nope")]
    [InlineData("$.s.deeper", "unknown key deeper")]
    [InlineData("$.l[9]", "there is no item 9")]
    public void Names_what_is_missing(string path, string words)
    {
        var failure = Assert.Throws<JsonPathException>(
            () => JsonPathQuery.Parse(path).Find(GoJson.Parse(Encoding.UTF8.GetBytes(Document))));
        Assert.Equal((JsonPathFault.Missing, words), (failure.Fault, failure.Message));
    }

    [Theory]
    [InlineData("$['dotted.key']")]
    [InlineData("$.")]
    [InlineData("$[")]
    [InlineData("$[]")]
    [InlineData("$.a b")]
    [InlineData("$[?(@.a ==)]")]
    [InlineData("$[?(@.a == \"b]")]
    [InlineData("$.l[1:2")]
    public void Refuses_what_is_no_path(string path) =>
        Assert.Equal(JsonPathFault.Syntax, Assert.Throws<JsonPathException>(() => JsonPathQuery.Parse(path)).Fault);

    [Fact]
    public void Deep_paths_and_documents_end()
    {
        Assert.Throws<JsonPathException>(() => JsonPathQuery.Parse(string.Concat(Enumerable.Repeat("$[?(@", 10_000))));
        Assert.Throws<JsonPathException>(() => JsonPathQuery.Parse("$[?(" + new string('(', 100_000)));
        var deep = new string('[', 900) + new string(']', 900);
        var found = JsonPathQuery.Parse("$..*").Find(GoJson.Parse(Encoding.UTF8.GetBytes(deep)));
        Assert.InRange(found.AsList!.Count, 1, 900);
    }
}
