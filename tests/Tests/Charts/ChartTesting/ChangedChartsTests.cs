using SecretsKit.Charts.ChartTesting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Charts.ChartTesting;

/// <summary>Which charts are meant, how versions relate, and what tests are called.</summary>
public sealed class ChangedChartsTests
{
    private static readonly string[] Charts =
        ["charts/a", "charts/a/charts/sub", "charts/b", "group/x/one", "deep/er/two", "lone"];

    [Theory]
    [InlineData("charts", "charts/a/values.yaml", "charts/a")]
    [InlineData("charts", "charts/a/charts/sub/templates/x.yaml", "charts/a")]
    [InlineData("charts/", "charts/b/Chart.yaml charts/a/x charts/b/y", "charts/b charts/a")]
    [InlineData("charts", "charts/none/x charts/top.md other/a/x README.md", "")]
    [InlineData("group/x,deep/er", "group/x/one/a deep/er/two/b", "group/x/one deep/er/two")]
    [InlineData(".", "lone/x", "lone")]
    public void Files_belong_to_the_outermost_chart(string folders, string files, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', new ChangedCharts(folders.Split(','), Charts.Contains).Find(files.Split(' '))));

    [Fact]
    public void Folders_without_chart_are_strays()
    {
        var changed = new ChangedCharts(["charts"], Charts.Contains);
        Assert.Empty(changed.Find(["charts/none/x/y", "charts/top.md"]));
        Assert.Equal(["charts/none/x", "charts"], changed.Strays);
    }

    [Fact]
    public void A_chart_at_the_root_changes_with_files_in_folders_alone() =>
        Assert.Equal(["."], new ChangedCharts(["."], name => name == ".").Find(["values.yaml", "templates/cm.yaml"]));

    [Fact]
    public void Ignored_and_excluded_charts_do_not_change()
    {
        var changed = new ChangedCharts(["charts"], Charts.Contains)
        {
            Excluded = ["b"],
            IsIgnored = (chart, file) => (chart, file) == ("charts/a", "README.md"),
        };
        Assert.Empty(changed.Find(["charts/a/README.md", "charts/b/x"]));
        Assert.Equal(["charts/a"], changed.Find(["charts/a/README.md", "charts/a/values.yaml"]));
    }

    [Theory]
    [InlineData("1.0.0", "1.0.1", true)]
    [InlineData("1.0.0", "1.0.0", false)]
    [InlineData("1.0.0", "0.9.9", false)]
    [InlineData("1.0.0-rc.1", "1.0.0", true)]
    [InlineData("1.0.0", "1.0.0-rc.1", false)]
    [InlineData("1.0.0-rc.2", "1.0.0-rc.10", true)]
    [InlineData("1.0.0+1", "1.0.0+2", false)]
    public void Versions_must_rise(string old, string current, bool isIncreased) =>
        Assert.Equal(isIncreased, ChartVersions.IsIncreased(old, current));

    [Theory]
    [InlineData("0.1.0", "0.1.1", false)]
    [InlineData("0.1.0", "0.2.0", true)]
    [InlineData("1.2.3", "1.3.0", false)]
    [InlineData("1.2.3", "2.0.0", true)]
    public void Another_major_may_break(string old, string current, bool mayBreak) =>
        Assert.Equal(mayBreak, ChartVersions.MayBreak(old, current));

    [Fact]
    public void What_is_no_version_is_named() =>
        Assert.Contains(
            "\"x.y\"",
            Assert.Throws<SecretsKitException>(() => ChartVersions.IsIncreased("1.0.0", "x.y")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("charts/web", "", "web-0123456789", "web-0123456789")]
    [InlineData("charts/web/", "pr-7", "web-pr-7-0123456789", "web-0123456789")]
    [InlineData("charts/My_Chart", "B#1", "my-chart-b-1-0123456789", "my-chart-0123456789")]
    public void Names_are_generated(string folder, string build, string place, string release) =>
        Assert.Equal((place, release), GeneratedNames.Of(folder, build, "0123456789"));

    [Fact]
    public void Names_are_no_longer_than_allowed()
    {
        var (place, release) = GeneratedNames.Of(new string('a', 80), new string('b', 80), "0123456789");
        Assert.InRange(place.Length, 12, 63);
        Assert.InRange(release.Length, 12, 53);
        Assert.EndsWith("-0123456789", place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com/a/b.git", "github.com")]
    [InlineData("https://user:token@git.example.com:8443/a", "git.example.com:8443")]
    [InlineData("ssh://git@git.example.com:2222/a/b", "git.example.com")]
    [InlineData("git@github.com:a/b.git", "github.com")]
    [InlineData("../somewhere", null)]
    [InlineData("/srv/git", null)]
    [InlineData("https:///x", null)]
    public void Remotes_have_hosts(string url, string? host) => Assert.Equal(host, GitHost.Of(url));

    [Theory]
    [InlineData("name: a\nversion: 1.0\ndeprecated: yes\n", "a => (version: \"1.0\", path: \"p\")")]
    [InlineData("", " => (version: \"\", path: \"p\")")]
    public void Charts_are_read_leniently(string text, string shown) => Assert.Equal(shown, TestedChart.Read("p", text).ToString());

    [Theory]
    [InlineData("maintainers: [a]\n", "line 1: cannot unmarshal !!str `a` into util.Maintainer")]
    [InlineData("a: [\n", "did not find expected node content")]
    [InlineData("name: [a]\n", "cannot unmarshal !!seq into string")]
    public void Broken_charts_are_refused(string text, string problem) =>
        Assert.Contains(
            problem, Assert.Throws<SecretsKitException>(() => TestedChart.Read("p", text)).Message, StringComparison.Ordinal);
}
