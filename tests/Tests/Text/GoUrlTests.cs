using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Text;

/// <summary>References seen from a base: the examples of RFC 3986, 5.4, and where Go differs.</summary>
public sealed class GoUrlTests
{
    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q#s")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../../g", "http://a/g")]
    [InlineData("../../../../g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g..", "http://a/b/c/g..")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("g%2fh", "http://a/b/c/g%2fh")]
    [InlineData("g%7eh", "http://a/b/c/g%7eh")]
    [InlineData("g{h", "http://a/b/c/g%7Bh")]
    public void References_are_resolved(string reference, string expected) =>
        Assert.Equal(expected, Resolve("http://a/b/c/d;p?q", reference));

    [Theory]
    [InlineData("file:///values.schema.json", "o.json", "file:///o.json")]
    [InlineData("file:///values.schema.json", "../o.json", "file:///o.json")]
    [InlineData("http://a", "g", "http://a/g")]
    [InlineData("urn:a:b", "", "urn:a:b")]
    [InlineData("HTTP://A/x", "y", "http://A/y")]
    public void The_base_may_be_any_url(string @base, string reference, string expected) =>
        Assert.Equal(expected, Resolve(@base, reference));

    private static string Resolve(string @base, string reference) =>
        Encoding.UTF8.GetString(Parse(@base).Resolve(Parse(reference)).ToBytes());

    private static GoUrl Parse(string text) => GoUrl.TryParse(Encoding.UTF8.GetBytes(text), out var url, out var error)
        ? url
        : throw new InvalidOperationException(error);
}
