using SecretsKit.Repository.Git;

namespace SecretsKit.Tests.Repository.Files;

/// <summary>Lines of a .gitignore. The expectations are those of <c>git check-ignore</c>, with which the tree tests compare.</summary>
public sealed class IgnorePatternTests
{
    [Theory]
    [InlineData("*.dec", "a.dec", true)]
    [InlineData("*.dec", "a/b.dec", true)]
    [InlineData("*.dec", "a.decx", false)]
    [InlineData("/a.yaml", "a.yaml", true)]
    [InlineData("/a.yaml", "b/a.yaml", false)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "x/a/b", false)]
    [InlineData("**/b", "x/a/b", true)]
    [InlineData("**/b", "b", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a/**", "a/x/y", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]-]x", "]x", true)]
    [InlineData("\\#a", "#a", true)]
    [InlineData("\\!a", "!a", true)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    [InlineData("a ", "a", true)]
    [InlineData("a\\ ", "a ", true)]
    [InlineData("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Matches_as_git_does(string pattern, string path, bool matches) =>
        Assert.Equal(matches, IgnorePattern.Parse(pattern)!.Matches(path.Split('/'), isFolder: false));

    [Fact]
    public void A_slash_at_the_end_means_folders_alone()
    {
        var pattern = IgnorePattern.Parse("build/")!;
        Assert.True(pattern.Matches(["x", "build"], isFolder: true));
        Assert.False(pattern.Matches(["x", "build"], isFolder: false));
    }

    [Theory]
    [InlineData(""), InlineData("# comment"), InlineData("   "), InlineData("/"), InlineData("\r")]
    public void What_says_nothing_is_no_pattern(string line) => Assert.Null(IgnorePattern.Parse(line));
}
