using System.Text.Json;

namespace SecretsKit.Goldens.Checking;

/// <summary>The forms for programs.</summary>
public sealed class ReportTests
{
    [Fact]
    public async Task Json_has_a_summary_and_all_findings()
    {
        using var run = new CheckRun();
        run.Write("a/values.yaml", $"password: {CheckRun.Canary}\nadminPassword: changeme\n");
        var result = await run.CheckAsync("--output", "json");
        Assert.Equal((2, ""), (result.Exit, result.ErrorText));
        using var json = JsonDocument.Parse(result.OutputText);
        var root = json.RootElement;
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        var summary = root.GetProperty("summary");
        Assert.Equal((1, 0, 1, 0, 1), (
            summary.GetProperty("files").GetInt32(), summary.GetProperty("encrypted").GetInt32(), summary.GetProperty("errors").GetInt32(),
            summary.GetProperty("warnings").GetInt32(), summary.GetProperty("notes").GetInt32()));
        var finding = root.GetProperty("findings")[0];
        Assert.Equal(("plaintext-secret", "error", "a/values.yaml", 1, 11, "password"), (
            finding.GetProperty("rule").GetString(), finding.GetProperty("level").GetString(), finding.GetProperty("path").GetString(),
            finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(), finding.GetProperty("name").GetString()));
        Assert.NotEmpty(finding.GetProperty("message").GetString()!);
        Assert.NotEmpty(finding.GetProperty("nextStep").GetString()!);
    }

    [Fact]
    public async Task Sarif_has_what_the_standard_asks_for()
    {
        using var run = new CheckRun();
        run.Write("a b/values.yaml", $"password: {CheckRun.Canary}\n");
        run.Write(".sops.yaml", "creation_rules: [\n");
        var result = await run.CheckAsync("--output", "sarif");
        Assert.Equal(2, result.Exit);
        using var json = JsonDocument.Parse(result.OutputText);
        Assert.Equal("2.1.0", json.RootElement.GetProperty("version").GetString());
        var log = Assert.Single(json.RootElement.GetProperty("runs").EnumerateArray());
        var driver = log.GetProperty("tool").GetProperty("driver");
        Assert.Equal("secretskit", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(rules.Count, rules.Select(rule => rule.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(rules, rule => Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!));
        Assert.All(rules, rule => Assert.Contains(rule.GetProperty("defaultConfiguration")
            .GetProperty("level")
            .GetString(), (string[])["note", "warning", "error"]));
        var findings = log.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(2, findings.Count);
        foreach (var finding in findings)
        {
            Assert.Equal(finding.GetProperty("ruleId")
                .GetString(), rules[finding.GetProperty("ruleIndex").GetInt32()]
                .GetProperty("id")
                .GetString());
            Assert.NotEmpty(finding.GetProperty("message").GetProperty("text").GetString()!);
            var place = Assert.Single(finding.GetProperty("locations").EnumerateArray()).GetProperty("physicalLocation");
            Assert.True(Uri.TryCreate(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), UriKind.Relative, out _));
            Assert.Equal("%SRCROOT%", place.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
            Assert.True(place.GetProperty("region").GetProperty("startLine").GetInt32() >= 1);
            Assert.Matches("^[0-9a-f]{32}$", finding.GetProperty("partialFingerprints").GetProperty("secretskitFinding/v1").GetString()!);
        }

        Assert.Contains("\"a%20b/values.yaml\"", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fingerprint_depends_on_the_name_and_neither_on_the_value_nor_on_the_line()
    {
        using var run = new CheckRun();
        run.Write("values.yaml", $"password: {CheckRun.Canary}\n");
        var before = await FingerprintAsync(run);
        run.Write("values.yaml", $"a: b\n\npassword: another-{CheckRun.Canary}\n");
        Assert.Equal(before, await FingerprintAsync(run));
    }

    [Fact]
    public async Task A_clean_repository_has_an_empty_list_of_results()
    {
        using var run = new CheckRun();
        var result = await run.CheckAsync("--output", "sarif", "--quiet");
        Assert.Equal(0, result.Exit);
        using var json = JsonDocument.Parse(result.OutputText);
        Assert.Empty(json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
    }

    private static async Task<string> FingerprintAsync(CheckRun run)
    {
        using var json = JsonDocument.Parse((await run.CheckAsync("--output", "sarif")).OutputText);
        return json.RootElement.GetProperty("runs")[0]
            .GetProperty("results")[0]
            .GetProperty("partialFingerprints")
            .GetProperty("secretskitFinding/v1")
            .GetString()!;
    }
}
