using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>
/// What both generations of Helm say, and in which order they look, where no recorded command line shows it (Helm 4.2 and 3.19 sources).
/// </summary>
public sealed class HelmMessageTests
{
    private const string Chart = "apiVersion: v2\nname: c\nversion: 0.1.0\n";

    [Theory]
    [InlineData("{{ required \"need a\" .Values.a }}", "engine.go:214: [INFO] Missing required value: need a\n")]
    [InlineData("{{ required \"need a\" \"\" }}", "engine.go:222: [INFO] Missing required value: need a\n")]
    [InlineData("{{ fail \"no b\" }}", "engine.go:235: [INFO] Fail: no b\n")]
    public async Task Lint_of_helm_3_names_the_source_that_refuses(string template, string expected)
    {
        using var run = Run(Chart, template);
        var result = await run.RunAsync("helm3", "lint", "c");
        Assert.Equal((0, expected), (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task Loading_in_helm_3_names_the_source_of_each_notice()
    {
        using var run = Run(Chart, "a: b");
        run.Write("c/requirements.yaml", "dependencies: []\n");
        run.Write("c/requirements.lock", "dependencies: []\n");
        run.Write("note.txt", "x");
        File.CreateSymbolicLink(run.File("c/zlink.txt"), run.File("note.txt"));
        var result = await run.RunAsync("helm3", "template", "r", "c");
        var (link, target) = (run.File("c/zlink.txt"), run.File("note.txt"));
        string[] expected =
        [
            "load.go:120: Warning: Dependencies are handled in Chart.yaml since apiVersion \"v2\". "
            + "We recommend migrating dependencies to Chart.yaml.",
            "load.go:138: Warning: Dependency locking is handled in Chart.lock since apiVersion \"v2\". We recommend migrating to " +
            "Chart.lock.",
            $"walk.go:75: found symbolic link in path: {link} resolves to {target}. Contents of linked file included and used",
        ];
        Assert.Equal(0, result.Exit);
        Assert.Equal(expected, result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--version", 1, "Error: unknown flag: --version\n")]
    [InlineData("-v", 1, "Error: unknown shorthand flag: 'v' in -v\n")]
    [InlineData("--debug", 0, "")]
    public async Task Flags_without_a_command_are_checked_and_answered_with_the_overview(string flag, int exit, string error)
    {
        using var run = new VerbRun();
        var result = await run.RunAsync("helm", flag);
        Assert.Equal((exit, error), (result.Exit, result.ErrorText));
        Assert.Equal(exit == 0, result.OutputText.Length > 0);
    }

    [Theory]
    [InlineData("helm")]
    [InlineData("helm3")]
    public async Task Nothing_is_shown_of_a_rendering_that_failed(string program)
    {
        using var run = Run(Chart, "{{ fail \"x\" }}");
        var result = await run.RunAsync(program, "template", "r", "c", "--debug", "-s", "templates/t.yaml");
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.EndsWith("Error: could not find template templates/t.yaml in chart\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("helm", "a: [\n\n\n")]
    [InlineData("helm3", "a: [\n")]
    public async Task The_shown_part_of_what_is_no_yaml_is_printed_before_the_failure(string program, string expected)
    {
        using var run = Run(Chart, "a: [\n");
        run.Write("c/templates/u.yaml", "b: c\n");
        var result = await run.RunAsync(program, "template", "r", "c", "--debug", "-s", "templates/t.yaml");
        Assert.Equal((1, "---\n# Source: c/templates/t.yaml\n" + expected), (result.Exit, result.OutputText));
        Assert.Contains("Error: YAML parse error on c/templates/t.yaml", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: v3\nversion: 0.1.0\n", "validation: chart.metadata.name is required")]
    [InlineData("apiVersion: v3\nname: a/b\nversion: 0.1.0\n", "validation: chart.metadata.name \"a/b\" is invalid")]
    [InlineData("apiVersion: v3\nname: c\nversion: x\n", "validation: chart.metadata.version \"x\" is invalid")]
    [InlineData("apiVersion: v3\nname: c\nversion: 0.1.0\n", "invalid chart apiVersion")]
    [InlineData("apiVersion: v9\nversion: 0.1.0\n", "unsupported chart version")]
    public async Task A_chart_of_another_version_is_checked_before_it_is_refused(string metadata, string expected)
    {
        using var run = Run(metadata, "a: b\n");
        var result = await run.RunAsync("helm", "template", "r", "c");
        Assert.Equal((1, "", $"Error: {expected}\n"), (result.Exit, result.OutputText, result.ErrorText));
    }

    [Fact]
    public async Task Only_the_chart_itself_is_asked_for_its_version()
    {
        using var run = Run(Chart, "a: b\n");
        run.Write("c/charts/d/Chart.yaml", "apiVersion: v3\nname: d\nversion: 0.1.0\n");
        Assert.Equal((0, ""), await run.RunAsync("helm", "template", "r", "c") is var result ? (result.Exit, result.ErrorText) : default);
    }

    [Theory]
    [InlineData("--set a.b=2", "a: 1\n", "coalesce.go:237: warning: skipped value for c.a: Not a table.\n")]
    [InlineData(
        "--set a.b=2", "a: {b: {c: 1}}\n", "coalesce.go:298: warning: cannot overwrite table with non table for c.a.b (map[c:1])\n")]
    [InlineData(
        "--set a.b.c=2", "a: {b: 1}\n", "coalesce.go:301: warning: destination for c.a.b is a table. Ignoring non-table value (1)\n")]
    public async Task Helm_3_names_the_line_of_its_source_that_warns(string words, string values, string expected)
    {
        using var run = Run(Chart, "a: b\n");
        run.Write("c/values.yaml", values);
        var result = await run.RunAsync(["helm3", "template", "r", "c", .. words.Split(' ')]);
        Assert.Equal((0, expected), (result.Exit, result.ErrorText));
    }

    [Theory]
    [InlineData("helm", "invalid dry-run value (\"sometimes\"). Must be \"none\", \"server\", or \"client\"")]
    [InlineData("helm3", "INSTALLATION FAILED: Invalid dry-run flag. Flag must one of the following: false, true, none, client, server")]
    public async Task An_unknown_kind_of_dry_run_is_refused(string program, string expected)
    {
        using var run = Run(Chart, "a: b\n");
        var result = await run.RunAsync(program, "install", "r", "c", "--dry-run=sometimes");
        Assert.Equal((1, "", $"Error: {expected}\n"), (result.Exit, result.OutputText, result.ErrorText));
    }

    private static VerbRun Run(string metadata, string template)
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", metadata);
        run.Write("c/templates/t.yaml", template);
        return run;
    }
}
