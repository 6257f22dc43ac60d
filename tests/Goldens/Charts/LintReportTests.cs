using System.Text.Json;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>What lint prints for programs and for code hosts.</summary>
public sealed class LintReportTests
{
    [Fact]
    public async Task Json_has_each_message_with_rule_file_and_line()
    {
        using var run = Chart();
        var (exit, report) = await ReadAsync(run, "lint", "c", "--advise=plaintext,K-110", "--output", "json");
        using (report)
        {
            Assert.Equal(0, exit);
            Assert.Equal(1, report.RootElement.GetProperty("version").GetInt32());
            Assert.Equal("""{"charts":1,"errors":0,"warnings":2,"notes":1}""", Compact(report.RootElement.GetProperty("summary")));
            Assert.Equal(
                ["helm note c/Chart.yaml 0 icon is recommended", "plaintext warning c/values.yaml 1", "K-110 warning c/templates/p.yaml 0"],
                report.RootElement.GetProperty("findings").EnumerateArray().Select((finding, at) => Line(finding, withMessage: at == 0)));
        }
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_text_and_notes_can_be_left_out()
    {
        using var run = Chart();
        Assert.Equal(1, (await run.RunAsync("lint", "c", "--advise=K-110", "--strict", "--output", "json")).Exit);
        var (_, report) = await ReadAsync(run, "lint", "c", "--advise=K-110", "--quiet", "-o", "json");
        using (report)
        {
            var finding = Assert.Single(report.RootElement.GetProperty("findings").EnumerateArray());
            Assert.Equal("K-110", finding.GetProperty("rule").GetString());
        }

        var broken = await run.RunAsync("lint", "nowhere", "--output", "json");
        Assert.Equal(1, broken.Exit);
        using var failed = JsonDocument.Parse(broken.OutputText);
        Assert.Equal("error", failed.RootElement.GetProperty("findings")[0].GetProperty("level").GetString());
    }

    [Fact]
    public async Task Sarif_names_the_rules_and_the_files_below_the_root()
    {
        using var run = Chart();
        var (_, report) = await ReadAsync(run, "lint", "c", "--advise=K-110", "--output", "sarif");
        using (report)
        {
            var found = report.RootElement.GetProperty("runs")[0];
            var rules = found.GetProperty("tool").GetProperty("driver").GetProperty("rules");
            var result = found.GetProperty("results").EnumerateArray().Single(item => item.GetProperty("ruleId").GetString() == "K-110");
            Assert.Equal("K-110", rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Equal(
                "c/templates/p.yaml",
                result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri")
                    .GetString());
        }
    }

    [Theory]
    [InlineData("human")]
    [InlineData("json")]
    [InlineData("sarif")]
    public async Task A_decrypted_value_that_a_template_puts_into_a_message_is_cleared(string form)
    {
        using var run = Chart().WithKey();
        run.Write("c/templates/p.yaml", "{{ include .Values.password . }}\n");
        run.Write("s.yaml", $"password: {VerbRun.Canary}Xk29fLq8\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        var result = await run.RunAsync("lint", "c", "-f", "s.yaml", "--output", form);
        Assert.Equal(1, result.Exit);
        Assert.Contains("[REDACTED]", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText + result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_form_is_refused()
    {
        using var run = Chart();
        var result = await run.RunAsync("lint", "c", "--output", "xml");
        Assert.Equal("Error: --output knows no form \"xml\"\nhint: the forms are human, json and sarif\n", result.ErrorText);
        Assert.Equal("", result.OutputText);
    }

    private static async Task<(int Exit, JsonDocument Report)> ReadAsync(VerbRun run, params string[] words)
    {
        var result = await run.RunAsync(words);
        return (result.Exit, JsonDocument.Parse(result.OutputText));
    }

    private static string Line(JsonElement finding, bool withMessage) => string.Join(
        ' ',
        [
            finding.GetProperty("rule").GetString()!,
            finding.GetProperty("level").GetString()!,
            finding.GetProperty("path").GetString()!,
            finding.TryGetProperty("line", out var line) ? line.GetRawText() : "0",
            .. withMessage ? [finding.GetProperty("message").GetString()!] : (string[])[],
        ]);

    private static string Compact(JsonElement element) =>
        element.GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);

    private static VerbRun Chart()
    {
        var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/values.yaml", $"password: {VerbRun.Canary}Yk29fLq8\n");
        run.Write("c/templates/p.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {containers: [{name: p, image: "nginx:latest", args: ["{{ .Values.password }}"]}]}
            """);
        return run;
    }
}
