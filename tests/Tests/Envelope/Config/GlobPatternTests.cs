using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Tests.Envelope.Config;

/// <summary>Patterns of a shell as expressions.</summary>
public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*.yaml", @"\.yaml$")]
    [InlineData("*", "(^|/)[^/]*$")]
    [InlineData("**", "(^|/)")]
    [InlineData("a/**", "^a/")]
    [InlineData("/a/*.{yml,yaml}", @"^a/[^/]*\.(yml|yaml)$")]
    [InlineData("prod-*/secrets.yaml", @"^prod-[^/]*/secrets\.yaml$")]
    [InlineData("[!a]?", "(^|/)[^a][^/]$")]
    public void Becomes_an_expression(string pattern, string expression)
    {
        Assert.Equal(expression, GlobPattern.AsExpression(pattern));
        Assert.True(Re2.TryCompile(expression, out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secrets/")]
    [InlineData("secrets.yaml")]
    [InlineData(".*")]
    [InlineData(@"[a-z]+\.yaml")]
    [InlineData("^a*$")]
    [InlineData("(a|b)*")]
    [InlineData("{a")]
    public void What_is_no_pattern_stays(string text) => Assert.Null(GlobPattern.AsExpression(text));
}
