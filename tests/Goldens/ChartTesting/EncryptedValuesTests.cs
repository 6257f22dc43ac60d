using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.ChartTesting;

/// <summary>Charts are tested with encrypted values, which are decrypted in memory and shown nowhere.</summary>
public sealed class EncryptedValuesTests
{
    /// <summary>P-162: <c>ci/*-values.yaml</c> may be encrypted.</summary>
    [Fact]
    public async Task P_162_Encrypted_values_are_decrypted_in_memory_and_masked()
    {
        using var run = Prepared("password: {{ .Values.password | quote }}\n");
        var good = await run.RunAsync("ct", "lint", "--all", "--validate-maintainers=false");
        Assert.Equal(0, good.Exit);
        Assert.DoesNotContain(VerbRun.Canary, good.OutputText, StringComparison.Ordinal);

        run.Write("charts/a/templates/cm.yaml", "{{ fail (printf \"no %s\" .Values.password) }}\n");
        run.Write("charts/a/templates/bad.yaml", "a: {{ .Values.password | toYaml | fromYaml | dig }}\n");
        var bad = await run.RunAsync("ct", "lint", "--all", "--validate-maintainers=false");
        Assert.Equal(1, bad.Exit);
        Assert.Contains("Linting chart with values file \"charts/a/ci/s-values.yaml\"...", bad.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain(VerbRun.Canary, bad.OutputText, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(run.Path, "*.dec", SearchOption.AllDirectories));
    }

    /// <summary>Flags with passwords are not printed.</summary>
    [Fact]
    public async Task Passwords_of_repositories_are_not_printed()
    {
        using var run = Prepared("a: b\n");
        var result = await run.RunAsync(
            "ct", "lint", "--all", "--validate-maintainers=false", "--print-config", "--debug", "--chart-repos", "x=https://example.com",
            "--helm-repo-extra-args", $"x=--username u --password {VerbRun.Canary}");
        Assert.Contains("HelmRepoExtraArgs: [***]", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
    }

    /// <summary>Configurations in other forms, and those that are none.</summary>
    [Theory]
    [InlineData("ct.toml", "validate-maintainers = false # none\ncharts = [\"charts/a\"]\n", 0, "")]
    [InlineData("ct.json", "{\"validate-maintainers\": false, \"all\": true}", 0, "")]
    [InlineData("ct.yaml", "validate-maintainers: false\nall: true\n", 0, "")]
    [InlineData("ct.toml", "[table]\nx = 1\n", 1, "ct.toml:1: expected KEY = VALUE")]
    [InlineData("ct.yaml", "all: {a: b}\n", 1, "all is neither a value nor a list of values")]
    [InlineData("ct.yaml", "- a\n", 1, "is no map of settings")]
    [InlineData("ct.yaml", "all: true\nkubectl-timeout: soon\n", 1, "is no duration")]
    public async Task Configurations_are_read(string name, string text, int exit, string problem)
    {
        using var run = Prepared("a: b\n");
        run.Write(name, text);
        var result = await run.RunAsync("ct", "lint");
        Assert.Equal(exit, result.Exit);
        Assert.Contains(problem, result.ErrorText, StringComparison.Ordinal);
    }

    /// <summary>Each command explains itself.</summary>
    [Theory]
    [InlineData("lint", "--lint-conf FILE")]
    [InlineData("install", "--release-label TEXT")]
    [InlineData("li", "--additional-commands LIST")]
    [InlineData("lsc", "--target-branch TEXT")]
    [InlineData("version", "--help")]
    public async Task Commands_have_help(string command, string flag)
    {
        using var run = new VerbRun();
        Assert.Contains(flag, (await run.RunAsync("ct", command, "--help")).OutputText, StringComparison.Ordinal);
        Assert.Contains(flag, (await run.RunAsync("ct", "help", command)).OutputText, StringComparison.Ordinal);
        Assert.Contains("lint-and-install, li", (await run.RunAsync("ct", "--help")).OutputText, StringComparison.Ordinal);
    }

    private static VerbRun Prepared(string template)
    {
        var run = new VerbRun().WithKey();
        run.Write("chart_schema.yaml", "name: str()\nversion: str()\napiVersion: str()\n");
        run.Write("lintconf.yaml", "rules:\n  colons: enable\n");
        run.Write("charts/a/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.0.0\n");
        run.Write("charts/a/values.yaml", "x: y\n");
        run.Write("charts/a/templates/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  " + template);
        run.Write("charts/a/ci/s-values.yaml", $"password: {VerbRun.Canary}\n");
        Assert.Equal(0, run.RunAsync("sops", "-e", "-i", "charts/a/ci/s-values.yaml").GetAwaiter().GetResult().Exit);
        return run;
    }
}
