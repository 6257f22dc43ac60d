using System.Text;

namespace SecretsKit.Goldens.Verbs.Diffing;

/// <summary>Values that come from secrets are masked by where they come from: what merely equals one stays readable.</summary>
public sealed class DiffOriginTests
{
    [Fact]
    public async Task A_neighbour_that_holds_the_text_of_a_secret_stays_readable()
    {
        using var run = await ChartAsync(
            "host: chart.example.com\nport: \"8080\"\nurl: https://{{ .Values.name }}.svc/{{ .Values.n }}\nnumber: \"{{ .Values.number " +
            "}}\"");
        var result = await run.RunAsync("diff", "-C", "all", "c", "-f", "s.yaml", "--set-a", "n=1", "--set-b", "n=2");
        Assert.Equal(
            """
            default, example, ConfigMap (v1) has changed:
            @@ -1,9 +1,9 @@ data
             apiVersion: v1
             kind: ConfigMap
             metadata:
               name: example
             data:
               host: chart.example.com
               port: "8080"
            -  url: https://[REDACTED].svc/1
            +  url: https://[REDACTED].svc/2
               number: "[REDACTED]"


            """,
            result.OutputText);
    }

    /// <summary>What a template computes of a secret shows nothing either, which no search for its text could find.</summary>
    [Theory]
    [InlineData("{{ .Values.name | sha256sum }}")]
    [InlineData("{{ .Values.name | trunc 3 | quote }}")]
    [InlineData("{{ derivePassword 1 \"long\" .Values.name \"user\" \"example.org\" | quote }}")]
    [InlineData("{{ mul .Values.number 3 }}")]
    public async Task What_is_computed_of_a_secret_is_masked(string value)
    {
        using var run = await ChartAsync($"x: {value}\nn: {{{{ .Values.n }}}}");
        var result = await run.RunAsync("diff", "-C", "all", "c", "-f", "s.yaml", "--set-a", "n=1", "--set-b", "n=2");
        Assert.Contains("\n   x: ", result.OutputText, StringComparison.Ordinal);
        Assert.Matches("\n   x: \"?\\[REDACTED\\]", result.OutputText);
        var changed = await run.RunAsync("diff", "-C0", "c", "--values-a", "s.yaml", "--values-b", "t.yaml");
        Assert.Matches("\n-  x: \"?\\[REDACTED, before\\]\"?\n", changed.OutputText);
        Assert.Matches("\n\\+  x: \"?\\[REDACTED, after\\]\"?\n", changed.OutputText);
    }

    [Fact]
    public async Task Lines_that_a_secret_decides_on_are_masked()
    {
        using var run = await ChartAsync(
            "{{ range $i, $_ := until (int .Values.count) }}\nline{{ $i }}: of a secret number\n{{- end }}\nn: {{ .Values.n }}");
        var result = await run.RunAsync("diff", "-C", "all", "c", "-f", "s.yaml", "--set-a", "n=1", "--set-b", "n=2");
        Assert.DoesNotContain("line2", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("[REDACTED]", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("+  n: 2", result.OutputText, StringComparison.Ordinal);
    }

    /// <summary>A chart that refuses other values shows as little as manifests of which nothing is known.</summary>
    [Fact]
    public async Task A_chart_that_takes_no_other_values_is_masked_by_what_was_decrypted()
    {
        using var run = await ChartAsync(
            "{{ if ne .Values.name \"example\" }}{{ fail \"no\" }}{{ end }}host: chart.example.com\nx: {{ .Values.name }}\nn: {{ " +
            ".Values.n }}");
        var result = await run.RunAsync("diff", "-C", "all", "c", "-f", "s.yaml", "--set-a", "n=1", "--set-b", "n=2");
        Assert.Equal(0, result.Exit);
        Assert.Contains("host: chart.[REDACTED].com", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("x: [REDACTED]", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("example", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifests_of_which_nothing_is_known_are_masked_by_what_was_decrypted()
    {
        using var run = await ChartAsync("host: chart.example.com\nx: {{ .Values.name }}");
        var deployed = (await run.RunAsync("template", "r", "c", "-f", "s.yaml")).OutputText;
        run.Write("old.yaml", deployed.Replace("host: chart", "host: chart.old", StringComparison.Ordinal));
        var result = await run.RunAsync("diff", "-C", "all", "old.yaml", "c", "-f", "s.yaml");
        Assert.DoesNotContain("example", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("-  host: chart.old.[REDACTED].com\n+  host: chart.[REDACTED].com\n", result.OutputText, StringComparison.Ordinal);
    }

    /// <summary>Of a flag, the name says what is a secret.</summary>
    [Fact]
    public async Task What_flags_give_to_names_of_secrets_is_masked_where_it_comes_out()
    {
        using var run = await ChartAsync("host: chart.hunter2word.com\nx: {{ .Values.db.password | b64enc }}\nn: {{ .Values.n }}");
        var result = await run.RunAsync(
            "diff", "-C", "all", "c", "-f", "s.yaml", "--set", "db.password=hunter2word", "--set-a", "n=1", "--set-b", "n=2");
        Assert.Contains("host: chart.hunter2word.com", result.OutputText, StringComparison.Ordinal);
        Assert.Matches("x: \\[REDACTED\\]=*\n", result.OutputText);
        Assert.DoesNotContain(Convert.ToBase64String("hunter2word"u8), result.OutputText, StringComparison.Ordinal);
    }

    private static async Task<VerbRun> ChartAsync(string data)
    {
        var run = new VerbRun().WithKey();
        run.Write("s.yaml", "name: example\nnumber: 8080\ncount: 3\n");
        run.Write("t.yaml", "name: another\nnumber: 9191\ncount: 3\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml", "t.yaml")).Exit);
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write(
            "c/templates/t.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: example\ndata:\n  " +
            $"{data.Replace("\n", "\n  ", StringComparison.Ordinal)}\n");
        return run;
    }
}
