namespace SecretsKit.Goldens.Verbs.Diffing;

/// <summary>What <c>diff --advise</c> tells of two versions of a chart.</summary>
public sealed class DiffChartVersionTests
{
    private const string Values = "replicas: 1\nimage: {repository: a, tag: \"1\"}\nservice: {port: 80, targetPort: 8080}\nextra: {}\n";

    /// <summary>P-092.</summary>
    [Theory]
    [InlineData("version: 1.2.0", "version: 1.2.0", false, null)]
    [InlineData("version: 1.2.0", "version: 1.2.1", true, null)]
    [InlineData("version: 1.2.0", "version: 1.2.0", true, "K-092: the chart changed, and its version is still 1.2.0")]
    [InlineData("version: 1.2.0", "version: 1.1.9", true, "K-092: the new chart has the lower version 1.1.9; the old one is 1.2.0")]
    [InlineData(
        "version: 1.2.0\nappVersion: \"1\"",
        "version: 1.2.0\nappVersion: \"2\"",
        false,
        "K-092: the chart changed, and its version is still 1.2.0")]
    public async Task P_092_A_change_of_the_chart_asks_for_a_new_version(string old, string now, bool isChanged, string? expected)
    {
        using var run = Charts(old, now);
        run.Write("new/templates/t.yaml", run.Read("old/templates/t.yaml") + (isChanged ? "# another line\n" : ""));
        Assert.Equal(expected is null ? [] : [expected], await AdviceAsync(run));
    }

    /// <summary>P-092.</summary>
    [Fact]
    public async Task P_092_A_change_of_the_application_asks_for_a_new_appVersion()
    {
        using var run = Charts("version: 1.2.0\nappVersion: \"1\"", "version: 1.3.0\nappVersion: \"1\"");
        run.Write("new/values.yaml", Values.Replace("tag: \"1\"", "tag: \"2\"", StringComparison.Ordinal));
        Assert.Equal(["K-092: the default of image.tag changed, and appVersion is still 1"], await AdviceAsync(run, "--skip", "defaults"));
        run.Write("new/Chart.yaml", run.Read("new/Chart.yaml").Replace("appVersion: \"1\"", "appVersion: \"2\"", StringComparison.Ordinal));
        Assert.Empty(await AdviceAsync(run, "--skip", "defaults"));
    }

    /// <summary>P-093.</summary>
    [Theory]
    [InlineData("1.2.0", "2.0.0", "image: {repository: a, tag: \"1\"}", "image: {name: a, tag: \"1\"}", null)]
    [InlineData("1.2.0", "2.0.0-rc.1", "image: {repository: a, tag: \"1\"}", "image: {name: a, tag: \"1\"}", null)]
    [InlineData(
        "1.2.0",
        "1.3.0",
        "image: {repository: a, tag: \"1\"}",
        "image: {name: a, tag: \"1\"}",
        "values are gone or renamed, so that users who set them have no effect: image.repository; that calls for version 2.0.0, not 1.3.0")]
    [InlineData(
        "1.2.0",
        "1.3.0",
        "service: {port: 80, targetPort: 8080}\nextra: {}",
        "",
        "values are gone or renamed, so that users who set them have no effect: extra, service; that calls for version 2.0.0, not 1.3.0")]
    [InlineData(
        "0.2.0",
        "0.2.1",
        "replicas: 1",
        "",
        "values are gone or renamed, so that users who set them have no effect: replicas; that calls for version 0.3.0, not 0.2.1")]
    [InlineData("0.2.0", "0.3.0", "replicas: 1", "", null)]
    [InlineData(
        "1.2.0",
        "1.2.1",
        "replicas: 1",
        "replicas: 1\nmore: 2",
        "there are new values or templates: more; that calls for version 1.3.0, not 1.2.1")]
    [InlineData("1.2.0", "1.3.0", "replicas: 1", "replicas: 1\nmore: 2", null)]
    [InlineData("1.2.0", "1.2.1", "replicas: 1", "replicas: 2", null)]
    public async Task P_093_The_version_says_whether_values_are_gone_or_new(
        string old, string now, string before, string after, string? expected)
    {
        using var run = Charts("version: " + old, "version: " + now);
        run.Write("new/values.yaml", Values.Replace(before, after, StringComparison.Ordinal));
        Assert.Equal(expected is null ? [] : ["K-093: " + expected], await AdviceAsync(run, "--skip", "defaults"));
    }

    /// <summary>P-093.</summary>
    [Fact]
    public async Task P_093_Templates_that_are_gone_or_new_count_as_values_do()
    {
        using var run = Charts("version: 1.2.0", "version: 1.2.1");
        run.Write("new/templates/more.yaml", "# more\n");
        Assert.Equal(
            ["K-093: there are new values or templates: templates/more.yaml; that calls for version 1.3.0, not 1.2.1"],
            await AdviceAsync(run));
        File.Delete(run.File("new/templates/t.yaml"));
        Assert.Equal(
            ["K-093: templates are gone or renamed: templates/t.yaml; that calls for version 2.0.0, not 1.2.1"], await AdviceAsync(run));
        Assert.Empty(await AdviceAsync(run, "--skip", "K-093"));
    }

    [Fact]
    public async Task Defaults_that_changed_are_told_as_the_cause_of_differences()
    {
        using var run = Charts("version: 1.2.0", "version: 1.2.1");
        run.Write(
            "new/values.yaml",
            Values.Replace("replicas: 1", "replicas: 2", StringComparison.Ordinal)
                .Replace("port: 80,", "port: 81,", StringComparison.Ordinal));
        Assert.Equal(
            ["defaults: defaults that changed from 1.2.0 to 1.2.1, and count where values do not set them: replicas, service.port"],
            await AdviceAsync(run));
        Assert.DoesNotContain("warning", (await run.RunAsync("diff", "old", "new")).ErrorText, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> AdviceAsync(VerbRun run, params string[] words)
    {
        var result = await run.RunAsync(["diff", "old", "new", "--advise", .. words]);
        Assert.Equal(0, result.Exit);
        return result.ErrorText.Split('\n')
            .Where(line => line.StartsWith("warning: ", StringComparison.Ordinal))
            .Select(line => line["warning: ".Length..])
            .ToList();
    }

    private static VerbRun Charts(string old, string now)
    {
        var run = new VerbRun();
        foreach (var (folder, metadata) in ((string, string)[])[("old", old), ("new", now)])
        {
            run.Write(folder + "/Chart.yaml", $"apiVersion: v2\nname: c\n{metadata}\n");
            run.Write(folder + "/values.yaml", Values);
            run.Write(
                folder + "/templates/t.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replicas: {{ .Values.replicas }}}\n");
        }

        return run;
    }
}
