using SecretsKit.Charts.Loading;

namespace SecretsKit.Tests.Charts.Loading;

/// <summary>Patterns of paths as Go's <c>filepath.Match</c> answers.</summary>
public sealed class PathGlobTests
{
    [Theory]
    [InlineData("a*", "ab", true)]
    [InlineData("a*", "a/b", false)]
    [InlineData("a?b", "a/b", false)]
    [InlineData("a[^x]b", "a/b", true)]
    [InlineData("a[!/]b", "a/b", true)]
    [InlineData("[a-c]*.yaml", "b.yaml", true)]
    [InlineData("\\*", "*", true)]
    [InlineData("[a-", "a", false)]
    [InlineData("[^", "b", false)]
    [InlineData("[]a]", "a", false)]
    [InlineData("a\\", "a", false)]
    public void A_name_matches_or_not(string pattern, string name, bool expected) =>
        Assert.Equal(expected, PathGlob.Matches(pattern, name));
}
