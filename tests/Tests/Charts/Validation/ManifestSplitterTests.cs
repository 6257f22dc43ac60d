using System.Text;
using SecretsKit.Charts.Validation;

namespace SecretsKit.Tests.Charts.Validation;

public sealed class ManifestSplitterTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a: 1", new[] { "a: 1" })]
    [InlineData("---\na: 1\n", new[] { "---\na: 1\n" })]
    [InlineData("a: 1\n---\nb: 2\n", new[] { "a: 1", "b: 2\n" })]
    [InlineData("a: 1\r\n---\r\nb: 2\r\n", new[] { "a: 1\r", "b: 2\r\n" })]
    [InlineData("a: 1\n--- # next\nb: 2\n", new[] { "a: 1", "b: 2\n" })]
    [InlineData("a: 1\n--- {b: 2}\n", new[] { "a: 1", " {b: 2}\n" })]
    [InlineData("a: 1\n---\n\n---\nb: 2\n", new[] { "a: 1", "b: 2\n" })]
    [InlineData("---\n---\n---\n", new[] { "---", "---\n" })]
    [InlineData("a: |\n  ---\n  b\n----\n", new[] { "a: |\n  ---\n  b\n----\n" })]
    [InlineData("a: 1\n---", new[] { "a: 1" })]
    [InlineData("a: 1\n---\n", new[] { "a: 1" })]
    public void Documents_end_where_a_marker_begins_a_line(string text, string[] expected) =>
        Assert.Equal(expected, ManifestSplitter.Split(Encoding.UTF8.GetBytes(text)).Select(part => Encoding.UTF8.GetString(part.Span)));
}
