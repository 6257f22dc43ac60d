using System.Text;
using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Charts.UnitTesting.Values;
using SecretsKit.Core.Data;

namespace SecretsKit.Tests.Charts.UnitTesting;

/// <summary>Keys of <c>set</c>.</summary>
public sealed class SetPathTests
{
    [Theory]
    [InlineData("{a: 1}", "a: 1")]
    [InlineData("{a.b.c: 1}", "a:\n  b:\n    c: 1")]
    [InlineData("{a.b: 1, a.c: 2}", "a:\n  b: 1\n  c: 2")]
    [InlineData("{'a[0]': 1, 'a[1]': 2}", "a:\n  - 1\n  - 2")]
    [InlineData("{'a[1].b': x}", "a:\n  - null\n  - b: x")]
    [InlineData("{'a[0][1]': x}", "a:\n  - - null\n    - x")]
    [InlineData("{'a.[b.c/d].e': x}", "a:\n  b.c/d:\n    e: x")]
    [InlineData("{'[b.c].e': x}", "b.c:\n  e: x")]
    [InlineData("{a: 1, a.b: 2}", "a:\n  b: 2")]
    [InlineData("{a: {b: {c: 1}}, a.b.d: 2}", "a:\n  b:\n    c: 1\n    d: 2")]
    [InlineData("{a: 2024-01-02, b: yes}", "a: \"2024-01-02\"\nb: \"yes\"")]
    public void It_sets(string entries, string expected) => Assert.Equal(expected, ValueText.Yaml(Value.Of(Set(entries))).TrimEnd('\n'));

    [Theory]
    [InlineData("{'a[': 1}", "unexpected end of")]
    [InlineData("{'a[x]': 1}", "strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("{'a[]': 1}", "strconv.Atoi: parsing \"\": invalid syntax")]
    [InlineData("{'a[\"b.c\"]': 1}", "missing index value")]
    [InlineData("{'a[-1]': 1}", "index -1 is not between 0 and 10000")]
    [InlineData("{'a[2000000000]': 1}", "index 2000000000 is not between 0 and 10000")]
    [InlineData("{'a=b': 1}", "invalid token found =")]
    [InlineData("{'': 1}", "an empty path cannot be set")]
    [InlineData("{'a..b': 1}", "a key is missing in the path a..b")]
    [InlineData("{'a[0]b': 1}", "invalid token found b")]
    public void It_refuses(string entries, string problem) =>
        Assert.Equal(problem, Assert.Throws<SetPathException>(() => Set(entries)).Message);

    [Fact]
    public void Long_paths_are_refused() => Assert.Throws<SetPathException>(
        () => SetPath.Parse(string.Join('.', Enumerable.Repeat("a", 100_000))));

    private static MapValue Set(string entries)
    {
        var node = PlainYaml.Nodes(Encoding.UTF8.GetBytes(entries)).First();
        return SetValues.Of([.. Enumerable.Range(0, node.Children.Count / 2).Select(
            at => KeyValuePair.Create(node.Children[2 * at].Value.RevealText(), PlainYaml.ValueOf(node.Children[(2 * at) + 1])))]);
    }
}
