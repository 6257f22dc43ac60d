using System.Formats.Tar;
using System.IO.Compression;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>Rules of <c>helm lint</c> that no golden row reaches.</summary>
public sealed class LintRuleTests
{
    private const string Metadata = "apiVersion: v2\nname: c\nversion: 0.1.0\nicon: https://example.com/i.png\n";

    [Fact]
    public async Task A_chart_wanted_under_two_aliases_is_missing_twice()
    {
        using var run = Chart();
        run.Write(
            "c/Chart.yaml",
            Metadata + "dependencies:\n- {name: db, version: \"1\", alias: one}\n- {name: db, version: \"1\", alias: two}\n");
        Assert.Contains(
            "chart directory is missing these dependencies: db,db\n", await LintAsync(run, "helm", "c"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("helm", 0)]
    [InlineData("helm3", 1)]
    public async Task Helm_3_alone_looks_for_what_it_removed(string program, int expected)
    {
        using var run = Chart();
        run.Write(
            "c/templates/t.yaml",
            "# {{/* .Release.Time */}}\nkind: A\nmetadata:\n  name: a\n  annotations:\n    \"helm.sh/hook\":   crd-install\n");
        var output = await LintAsync(run, program, "c");
        Assert.Equal(
            expected,
            Count(
                output, "[WARNING] templates/t.yaml: manifest is a crd-install hook. This hook is no longer supported in v3 and all CRDs"));
        Assert.Equal(expected, Count(
            output,
            "[ERROR] templates/t.yaml: .Release.Time has been removed in v3, please replace with the `now` function in your templates\n"));
    }

    [Theory]
    [InlineData("helm", 2)]
    [InlineData("helm3", 0)]
    public async Task Helm_4_alone_reads_templates_of_other_spellings(string program, int expected)
    {
        using var run = Chart();
        run.Write("c/templates/a.yml", "kind: A\nmetadata: {name: A_}\n");
        run.Write("c/templates/b.YAML", "kind: A\nmetadata: {name: B_}\n");
        Assert.Equal(expected, Count(await LintAsync(run, program, "c"), "object name does not conform"));
    }

    [Fact]
    public async Task A_first_line_beyond_the_buffer_of_the_reference_is_told_of()
    {
        using var run = Chart();
        run.Write("c/templates/t.yaml", "# " + new string('x', 70_000) + "\nkind: A\nmetadata: {name: a}\n");
        Assert.Contains(
            "[WARNING] templates/t.yaml: bufio.Scanner: token too long\n", await LintAsync(run, "helm", "c"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_schema_says_nothing_of_values_yaml()
    {
        using var run = Chart();
        run.Write("c/values.yaml", "a: 1\n");
        run.Write("c/values.schema.json", "");
        Assert.DoesNotContain("[ERROR] values.yaml", await LintAsync(run, "helm", "c"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sources: [\"https://example.com/a b\"]", null)]
    [InlineData("sources: [\"https://example.com/%zz\"]", "invalid source URL 'https://example.com/%zz'")]
    [InlineData("sources: [example.com]", "invalid source URL 'example.com'")]
    [InlineData("maintainers: [{name: a, url: \"http://intranet\"}]", null)]
    [InlineData("maintainers: [{name: a, url: intranet}]", "invalid url 'intranet' for maintainer 'a'")]
    [InlineData("maintainers: [{name: a, url: github.com/a}]", null)]
    [InlineData("maintainers: [{name: a, email: a@example.c0m}]", null)]
    [InlineData("maintainers: [{name: a, email: a@example.1}]", "invalid email 'a@example.1' for maintainer 'a'")]
    [InlineData("maintainers: [{name: a, email: a@localhost}]", "invalid email 'a@localhost' for maintainer 'a'")]
    public async Task Addresses_are_judged_as_the_reference_does(string line, string? complaint)
    {
        using var run = Chart();
        run.Write("c/Chart.yaml", Metadata + line + "\n");
        var output = await LintAsync(run, "helm", "c");
        Assert.Equal(complaint is null ? 0 : 1, Count(output, "[ERROR] Chart.yaml: "));
        Assert.Contains(complaint ?? "", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archives_are_gone_through_as_if_unpacked()
    {
        using var run = Chart();
        run.Write("c/templates/z.yaml", "kind: A\nmetadata: {name: Z_}\n");
        run.Write("c/templates/a.yaml", "kind: A\nmetadata: {name: A_}\n");
        run.Write("c/templates/skipped/s.yaml", "kind: A\nmetadata: {name: S_}\n");
        run.Write("c/.helmignore", "skipped/\n");
        using (var file = File.Create(Path.Combine(run.Path, "c.tgz")))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach (
                var name in (string[])["Chart.yaml", "templates/z.yaml", "templates/skipped/s.yaml", "templates/a.yaml", ".helmignore"])
            {
                await tar.WriteEntryAsync(Path.Combine(run.Path, "c", name), "c/" + name, TestContext.Current.CancellationToken);
            }
        }

        var output = await LintAsync(run, "helm", "c.tgz");
        Assert.True(output.IndexOf("A_", StringComparison.Ordinal) < output.IndexOf("Z_", StringComparison.Ordinal));
        Assert.DoesNotContain("S_", output, StringComparison.Ordinal);
    }

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", Metadata);
        run.Write("c/values.yaml", "");
        run.Write("c/templates/_h.tpl", "");
        return run;
    }

    private static async Task<string> LintAsync(VerbRun run, string program, string chart) =>
        (await run.RunAsync(program, "lint", chart)).OutputText;

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
