using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.UnitTesting;

/// <summary>Suites and charts of strangers: they cost little, and write nothing but what they are for.</summary>
public sealed class HostileSuiteTests
{
    private static readonly string Deep = string.Concat(Enumerable.Repeat("..*", 30));

    [Theory]
    [InlineData("equal: {path: '<deep>', value: 1}")]
    [InlineData("exists: {path: '<deep>'}")]
    [InlineData("lengthEqual: {path: '<deep>', count: 1}")]
    [InlineData("matchRegex: {path: a, pattern: '(a*)*(a*)*(a|a)*b'}")]
    [InlineData("matchRegex: {path: a, pattern: '((a{1,1000}){1,1000}){1,1000}'}")]
    [InlineData("equal: {path: \"a[?(@ =~ /(x+x+)+y/)]\", value: 1}")]
    public async Task Expensive_assertions_fail_soon(string assertion)
    {
        using var run = Chart("a: " + new string('a', 50_000) + "\nb: " + Nested(100) + "\n");
        assertion = assertion.Replace("<deep>", Deep, StringComparison.Ordinal);
        run.Write("c/tests/a_test.yaml", "tests: [{it: x, asserts: [{" + assertion + "}]}]\n");
        Assert.Equal(1, (await run.RunAsync("helm", "unittest", "c")).Exit);
    }

    /// <summary>Renderings that are bombs.</summary>
    [Theory]
    [InlineData("{{ range until 3000 }}[{{ end }}")]
    [InlineData("a0: &a0 [x]\n{{ range $i := untilStep 1 40 1 }}a{{ $i }}: &a{{ $i }} [*a{{ sub $i 1 }}, *a{{ sub $i 1 }}]\n{{ end }}")]
    public async Task Renderings_that_are_bombs_are_errors(string template)
    {
        using var run = Chart(template);
        run.Write("c/tests/a_test.yaml", "tests: [{it: x, asserts: [{exists: {path: a}}]}]\n");
        var result = await run.RunAsync("helm", "unittest", "c");
        Assert.Equal(1, result.Exit);
        Assert.Contains("1 errored", result.OutputText, StringComparison.Ordinal);
    }

    /// <summary>A link in the place of a snapshot, or of a kept rendering, is not written through.</summary>
    [Fact]
    public async Task Links_are_not_followed()
    {
        using var run = Chart("a: 1\n");
        run.Write("c/tests/a_test.yaml", "tests: [{it: x, asserts: [{matchSnapshot: {}}]}]\n");
        run.Write("outside", "");
        Directory.CreateDirectory(run.File("c/tests/__snapshot__"));
        File.CreateSymbolicLink(run.File("c/tests/__snapshot__/a_test.yaml.snap"), run.File("outside"));
        var result = await run.RunAsync("helm", "unittest", "c");
        Assert.Equal(1, result.Exit);
        Assert.Contains("is a symbolic link to", result.OutputText, StringComparison.Ordinal);
        Assert.Equal("", run.Read("outside"));
    }

    /// <summary>Names with control characters, and lines that build servers would obey.</summary>
    [Fact]
    public async Task Names_are_shown_as_text()
    {
        using var run = Chart("a: 1\n");
        run.Write(
            "c/tests/a_test.yaml",
            "suite: \"\\e]0;title\\a\"\ntests: [{it: \"::set-output name=x::y\\n::error::z\", asserts: [{exists: {path: b}}]}]\n");
        var result = await run.RunAsync("helm", "unittest", "c", "-o", "r.xml");
        Assert.Equal(1, result.Exit);
        Assert.DoesNotContain("\e", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("\n::error", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", run.Read("r.xml"), StringComparison.Ordinal);
    }

    /// <summary>Folders that lead back to themselves.</summary>
    [Fact]
    public async Task Links_of_folders_end_somewhere()
    {
        using var run = Chart("a: 1\n");
        run.Write("c/tests/a_test.yaml", "tests: [{it: x, asserts: [{exists: {path: a}}]}]\n");
        File.CreateSymbolicLink(run.File("tests-link"), run.Path);
        var result = await run.RunAsync("helm", "unittest", "c", "-f", "../**/*_test.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains("Tests:       1 passed, 1 total", result.OutputText, StringComparison.Ordinal);
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{a: ", depth)) + "1" + new string('}', depth);

    private static VerbRun Chart(string template)
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/templates/t.yaml", template);
        return run;
    }
}
