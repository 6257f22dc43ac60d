using System.Text;
using SecretsKit.Core.Data.Gjson;

namespace SecretsKit.Tests.Data.Gjson;

/// <summary>Paths whose results the documentation of the syntax gives.</summary>
public sealed class GjsonPathTests
{
    private const string People = """
        {
          "name": {"first": "Tom", "last": "Anderson"},
          "age":37,
          "children": ["Sara","Alex","Jack"],
          "fav.movie": "Deer Hunter",
          "friends": [
            {"first": "Dale", "last": "Murphy", "age": 44, "nets": ["ig", "fb", "tw"]},
            {"first": "Roger", "last": "Craig", "age": 68, "nets": ["fb", "tw"]},
            {"first": "Jane", "last": "Murphy", "age": 47, "nets": ["ig", "tw"]}
          ]
        }
        """;

    [Theory]
    [InlineData("name.last", "Anderson")]
    [InlineData("age", "37")]
    [InlineData("children", "[\"Sara\",\"Alex\",\"Jack\"]")]
    [InlineData("children.0", "Sara")]
    [InlineData("friends.1.first", "Roger")]
    [InlineData("child*.2", "Jack")]
    [InlineData("c?ildren.0", "Sara")]
    [InlineData("fav\\.movie", "Deer Hunter")]
    [InlineData("friends.#", "3")]
    [InlineData("friends.#.age", "[44,68,47]")]
    [InlineData("friends.#(last==\"Murphy\").first", "Dale")]
    [InlineData("friends.#(last==\"Murphy\")#.first", "[\"Dale\",\"Jane\"]")]
    [InlineData("friends.#(age>45)#.last", "[\"Craig\",\"Murphy\"]")]
    [InlineData("friends.#(first%\"D*\").last", "Murphy")]
    [InlineData("friends.#(first!%\"D*\").last", "Craig")]
    [InlineData("children.#(!%\"*a*\")", "Alex")]
    [InlineData("children.#(%\"*a*\")#", "[\"Sara\",\"Jack\"]")]
    [InlineData("friends.#(nets.#(==\"fb\"))#.first", "[\"Dale\",\"Roger\"]")]
    [InlineData("friends.0|first", "Dale")]
    [InlineData("friends|0|first", "Dale")]
    [InlineData("friends|#", "3")]
    [InlineData("friends.#(last=\"Murphy\")#|first", null)]
    [InlineData("friends.#(last=\"Murphy\")#.0", "[]")]
    [InlineData("friends.#(last=\"Murphy\")#|0.first", "Dale")]
    [InlineData("friends.#(last=\"Murphy\")#.#", "[]")]
    [InlineData("friends.#(last=\"Murphy\")#|#", "2")]
    [InlineData("children.@reverse", "[\"Jack\",\"Alex\",\"Sara\"]")]
    [InlineData("children.@reverse.0", "Jack")]
    [InlineData("children|@reverse|0", "Jack")]
    [InlineData("name.@keys", "[\"first\",\"last\"]")]
    [InlineData("name.@values.1", "Anderson")]
    [InlineData("{name.first,age,\"the_murphys\":friends.#(last=\"Murphy\")#.first}",
        "{\"first\":\"Tom\",\"age\":37,\"the_murphys\":[\"Dale\",\"Jane\"]}")]
    [InlineData("[age,name.last]", "[37,\"Anderson\"]")]
    [InlineData("{age,\"kind\":!\"person\"}", "{\"age\":37,\"kind\":\"person\"}")]
    [InlineData("!\"literal\"", "literal")]
    [InlineData("@this.age", "37")]
    [InlineData("@dig:first", "[\"Tom\",\"Dale\",\"Roger\",\"Jane\"]")]
    [InlineData("name.missing", null)]
    [InlineData("children.3", null)]
    [InlineData("children.-1", null)]
    [InlineData("age.deeper", null)]
    [InlineData("@nothing", null)]
    public void Documented_paths_lead_where_the_documentation_says(string path, string? expected) => Check(People, path, expected);

    [Theory]
    [InlineData("{\"a\":[1,[2,[3]],{\"b\":4}]}", "a.@flatten", "[1,2,[3],{\"b\":4}]")]
    [InlineData("{\"a\":[1,[2,[3]]]}", "a.@flatten:{\"deep\":true}", "[1,2,3]")]
    [InlineData("[{\"a\":1},{\"a\":2,\"b\":3}]", "@join", "{\"a\":2,\"b\":3}")]
    [InlineData("[{\"a\":1},{\"a\":2}]", "@join:{\"preserve\":true}", "{\"a\":1,\"a\":2}")]
    [InlineData("{\"id\":[\"a\",\"b\"],\"v\":[1,2]}", "@group", "[{\"id\":\"a\",\"v\":1},{\"id\":\"b\",\"v\":2}]")]
    [InlineData("{\"a\": {\"b\" : [1, 2]}}", "a.@ugly", "{\"b\":[1,2]}")]
    [InlineData("{\"a\":{\"b\":[1,2],\"c\":{}}}", "a.@pretty", "{\n  \"b\": [1, 2],\n  \"c\": {}\n}\n")]
    [InlineData("{\"a\":\"{\\\"in\\\":5}\"}", "a.@fromstr.in", "5")]
    [InlineData("{\"a\":[{\"v\":true},{\"v\":0},{\"v\":null},{}]}", "a.#(v==~true)#.v", "[true]")]
    [InlineData("{\"a\":[{\"n\":1,\"v\":true},{\"n\":2,\"v\":0},{\"n\":3}]}", "a.#(v==~false)#.n", "[2,3]")]
    [InlineData("{\"a\":[{\"n\":1,\"v\":true},{\"n\":2}]}", "a.#(v==~*)#.n", "[1]")]
    [InlineData("{\"a\":[{\"n\":1,\"v\":true},{\"n\":2}]}", "a.#(v!=~*)#.n", "[2]")]
    [InlineData("{\"a\":[{\"n\":1,\"v\":\"x\"},{\"n\":2}]}", "a.#(v)#.n", "[1]")]
    [InlineData("{\"a1\":{\"x\":1},\"a2\":{\"b\":2}}", "a*.b", "2")]
    [InlineData("{\"a*b\":1,\"axb\":2}", "a\\*b", "1")]
    [InlineData("{\"\":1}", "", "1")]
    [InlineData("{\"a\":1,\"a\":2}", "a", "1")]
    [InlineData("[1,2]", "1", "2")]
    public void Modifiers_and_queries_work(string json, string path, string? expected) => Check(json, path, expected);

    [Theory]
    [InlineData("just text", "a", null)]
    [InlineData("", "a", null)]
    [InlineData("{\"a\":1", "a", "1")]
    [InlineData("{\"a\":\"x", "a", "x")]
    [InlineData("{\"a\":\"x\\", "a", "x")]
    [InlineData("{\"a\"", "a", null)]
    [InlineData("{\"a\":}", "a", null)]
    [InlineData("{a:1,\"b\":2}", "b", "2")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\\u00e9\"}", "a", "😀é")]
    [InlineData("{\"a\":1e3}", "a", "1000")]
    [InlineData("{\"a\":123456789012345678901234567890}", "a", "123456789012345678901234567890")]
    [InlineData("{\"a\":null}", "a", "")]
    public void Reading_is_lenient(string json, string path, string? expected) => Check(json, path, expected);

    [Theory]
    [InlineData("a.b")]
    [InlineData("a|b*?")]
    [InlineData("@this")]
    [InlineData("#")]
    [InlineData("{x}")]
    [InlineData("b\\c")]
    [InlineData("!true")]
    public void An_escaped_key_means_itself(string key) =>
        Check($"{{{Quoted(key)}:\"found\"}}", GjsonPath.Escape(key), "found");

    [Fact]
    public void Any_text_and_any_path_end_without_a_failure()
    {
        var random = new Random(1);
        const string Alphabet = "{}[]\":,.|#@()!*?\\=<>%~ab1 -etn'\u00e9";
        for (var round = 0; round < 20_000; round++)
        {
            GjsonPath.Find(Encoding.UTF8.GetBytes(Text(random, 40)), Text(random, 20));
        }

        static string Text(Random random, int most) =>
            string.Concat(Enumerable.Range(0, random.Next(most)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
    }

    [Fact]
    public void Deep_values_are_no_danger()
    {
        var deep = Encoding.UTF8.GetBytes(new string('[', 200_000));
        GjsonPath.Find(deep, "@flatten:{\"deep\":true}");
        GjsonPath.Find(deep, "@dig:a");
        GjsonPath.Find(deep, "@pretty");
        Assert.Null(GjsonPath.Find(deep, "a"));
    }

    private static string Quoted(string key) => "\"" + key.Replace("\\", "\\\\", StringComparison.Ordinal) + "\"";

    private static void Check(string json, string path, string? expected)
    {
        var found = GjsonPath.Find(Encoding.UTF8.GetBytes(json), path);
        Assert.Equal(expected, found is null ? null : Encoding.UTF8.GetString(found));
    }
}
