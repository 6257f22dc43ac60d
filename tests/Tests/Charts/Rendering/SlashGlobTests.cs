using SecretsKit.Charts.Rendering.Objects.Globs;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Tests.Charts.Rendering;

/// <summary>
/// Which files a pattern selects, as the library answered that the reference uses (gobwas/glob 0.2.3,
/// which also answered 60,000 random patterns).
/// </summary>
public sealed class SlashGlobTests
{
    [Theory]
    [InlineData("files/*.yaml", "files/a.yaml files/b/c.yaml a.yaml", "100")]
    [InlineData("**.yaml", "a.yaml b/c.yaml", "11")]
    [InlineData("**/*.yaml", "a.yaml b/c.yaml", "01")]
    [InlineData("files/**", "files/a files/b/c files", "110")]
    [InlineData("*.{yaml,yml}", "a.yaml b.yml c.json", "110")]
    [InlineData("{**/,}*.yaml", "a.yaml b/c.yaml", "11")]
    [InlineData("x{,.bak}", "x x.bak", "11")]
    [InlineData("{a,b}{c,d}", "ac bd ab", "110")]
    [InlineData("[a-z]*", "ab 1", "10")]
    [InlineData("[abc-]x", "-x cx dx", "110")]
    [InlineData("[!a-c]?", "dx ax", "10")]
    [InlineData("[\\]]", "]", "1")]
    [InlineData("\\*", "* a", "10")]
    [InlineData("a,b}", "a,b}", "1")]
    [InlineData("a\\", "a a\\", "10")]
    public void A_pattern_selects_paths(string pattern, string names, string expected) => Assert.Equal(expected, Answers(pattern, names));

    /// <summary>
    /// What is behind a choice of open length is tried at one place; a missing character counts as one that is not a slash.
    /// </summary>
    [Theory]
    [InlineData("{*.yaml,*.json}*", "a.yaml a.yamlx b", "000")]
    [InlineData("{dashboards/*,rules}/**", "dashboards/a/b rules/a dashboards/a", "010")]
    [InlineData("f*/{**/,}*.yaml", "files/a.yaml files/sub/d.yaml", "00")]
    [InlineData("{?,ab}c", "c xc abc", "111")]
    [InlineData("?[!a]", "ab a", "10")]
    [InlineData("***/*", "a/b a", "10")]
    [InlineData("[a-c]\u00e9", "a\u00e9 \u00e9", "00")]
    public void Some_patterns_select_otherwise_than_they_read(string pattern, string names, string expected) =>
        Assert.Equal(expected, Answers(pattern, names));

    [Theory]
    [InlineData("[a-z0-9]*")]
    [InlineData("[a-")]
    [InlineData("[]a]")]
    [InlineData("[b-a]")]
    [InlineData("a[")]
    public void Brackets_hold_one_range_or_a_set(string pattern) => Assert.Null(SlashGlob.TryParse(pattern, static _ => { }));

    [Fact]
    public void A_choice_of_nothing_at_the_end_of_a_name_fails_as_the_reference_does()
    {
        var failure = Assert.Throws<FunctionException>(() => Answers("a{", "a"));
        Assert.Equal("runtime error: slice bounds out of range [:2] with length 1", failure.Message);
    }

    [Fact]
    public void Work_is_told_of_while_it_is_done()
    {
        var left = 10_000_000L;
        void Spend(long bytes) => left = left > bytes ? left - bytes : throw new OperationCanceledException();
        var glob = SlashGlob.TryParse(string.Concat(Enumerable.Repeat("*a", 90)), Spend)!;
        Assert.Throws<OperationCanceledException>(() => glob.Matches(new string('a', 200), Spend));
        Assert.True(Assert.Throws<FunctionException>(() => SlashGlob.TryParse(new string('?', 300), static _ => { })).IsLimit);
    }

    private static string Answers(string pattern, string names)
    {
        var glob = SlashGlob.TryParse(pattern, static _ => { })!;
        return string.Concat(names.Split(' ').Select(name => glob.Matches(name, static _ => { }) ? '1' : '0'));
    }
}
