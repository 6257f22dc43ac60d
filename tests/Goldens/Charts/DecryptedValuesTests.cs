using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Charts;

/// <summary>Values of encrypted files reach the manifests and nothing else (P-075): whatever fails, no message shows one.</summary>
public sealed class DecryptedValuesTests
{
    private const string Marked = VerbRun.Canary + "\"<&>\nsecond-line-of-it";

    private static readonly Dictionary<string, string> Failing = new()
    {
        ["fail"] = "{{ fail (printf \"no %s\" .Values.secret) }}",
        ["quoted"] = "{{ fail (printf \"no %q\" .Values.secret) }}",
        ["base64"] = "{{ fail (.Values.secret | b64enc) }}",
        ["json"] = "{{ fail (.Values | toJson) }}",
        ["yaml"] = "{{ fail (.Values | toYaml) }}",
        ["required"] = "{{ required .Values.secret .Values.absent }}",
        ["type"] = "{{ index .Values .Values.secret \"x\" }}",
        ["number"] = "{{ .Values.secret | int | fail }}",
        ["include"] = "{{ include .Values.secret . }}",
        ["tpl"] = "{{ tpl (printf \"{{ %s\" .Values.secret) . }}",
        ["document"] = "a: {{ .Values.secret }}",
        ["upper case"] = "{{ fail (upper .Values.secret) }}",
        ["start"] = "{{ fail (trunc 12 .Values.secret) }}",
        ["base64 with more"] = "{{ fail (printf \"user:%s\" .Values.secret | b64enc) }}",
        ["hexadecimal"] = "{{ fail (printf \"%x\" .Values.secret) }}",
        ["upper hexadecimal"] = "{{ fail (printf \"%X\" .Values.secret) }}",
        ["URL"] = "{{ fail (urlquery .Values.secret) }}",
        ["HTML"] = "{{ fail (html .Values.secret) }}",
        ["JavaScript"] = "{{ fail (js .Values.secret) }}",
        ["Go syntax"] = "{{ fail (printf \"%#v\" .Values) }}",
        ["wrong verb"] = "{{ fail (printf \"%d\" .Values.secret) }}",
        ["field of text"] = "{{ .Values.secret.field }}",
        ["name in tpl"] = "{{ tpl (printf \"{{ .Values.x.%s.y }}\" (trunc 6 .Values.secret)) . }}",
        ["anchor"] = "a: *{{ .Values.secret | trunc 13 }} x",
        ["version"] = "{{ semver .Values.secret }}",
        ["pattern"] = "{{ mustRegexMatch (print .Values.secret \"(\") \"x\" }}",
        ["date"] = "{{ mustToDate \"2006\" .Values.secret }}",
        ["address"] = "{{ urlParse (printf \"http://[%s\" .Values.secret) }}",
        ["kind"] = "kind: {{ .Values.secret | quote }}: x",
    };

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        from program in (string[])["helm", "helm3"] from name in Failing.Keys select new TheoryDataRow<string, string>(program, name);

    /// <summary>P-075.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task P_075_No_failure_shows_a_decrypted_value(string program, string name)
    {
        using var run = await ChartAsync(Failing[name]);
        foreach (
            var words in (
                string[][])[[program, "template", "r", "c", "-f", "secrets.yaml"],
                [program, "secrets", "template", "r", "c", "-f", "secrets.yaml"], ["template", "r", "c", "-f", "secrets://secrets.yaml"]])
        {
            var result = await run.RunAsync(words);
            Assert.Equal(1, result.Exit);
            RequireNothingShown(result.ErrorText);
        }
    }

    /// <summary>P-075.</summary>
    [Fact]
    public async Task P_075_Warnings_about_values_show_none()
    {
        using var run = await ChartAsync("a: 1");
        run.Write("c/values.yaml", "secret: {a: b}\n");
        var result = await run.RunAsync("helm", "template", "r", "c", "-f", "secrets.yaml");
        Assert.Equal(0, result.Exit);
        RequireNothingShown(result.ErrorText);
    }

    /// <summary>P-075.</summary>
    [Fact]
    public async Task P_075_Values_are_rendered_by_all_three_ways_alike()
    {
        using var run = await ChartAsync("a: {{ .Values.secret | quote }}");
        var plain = await run.RunAsync("helm", "template", "r", "c", "-f", "secrets.yaml");
        Assert.Equal(0, plain.Exit);
        Assert.Contains(VerbRun.Canary, plain.OutputText, StringComparison.Ordinal);
        foreach (
            var words in (
                string[][])[["secrets", "template", "r", "c", "-f", "secrets.yaml"],
                ["helm", "secrets", "template", "r", "c", "-f", "secrets.yaml"], ["template", "r", "c", "-f", "secrets.yaml"]])
        {
            Assert.Equal((0, plain.OutputText), (await run.RunAsync(words)) is var result ? (result.Exit, result.OutputText) : default);
        }

        Assert.False(run.Has("secrets.yaml.dec"));
    }

    /// <summary>P-075.</summary>
    [Theory]
    [InlineData("helm", "--set-file", "secret=secrets.txt")]
    [InlineData("helm", "--set-file", "secret=secrets://secrets.txt")]
    [InlineData("helm3", "--set-file", "secret=secrets.txt")]
    [InlineData("helm", "-f", "secrets.yaml")]
    [InlineData("helm", "-f", "secrets://secrets.yaml")]
    public async Task P_075_Findings_of_schemas_show_no_decrypted_value(string program, string flag, string source)
    {
        using var run = await ChartAsync("a: 1");
        run.Write("secrets.txt", Marked + "\n");
        Assert.Equal(0, (await run.RunAsync("sops", "encrypt", "--in-place", "--input-type", "binary", "secrets.txt")).Exit);
        run.Write("c/values.schema.json", """{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"secret": {"allOf": [{"pattern": "^x$"}, {"format": "email"}, {"enum": ["a"]}, {"maxLength": 3}]}}}""");
        foreach (var words in (string[][])[[program, "template", "r", "c", flag, source], [program, "lint", "c", flag, source]])
        {
            var result = await run.RunAsync(words);
            Assert.Equal(1, result.Exit);
            Assert.Contains("'^x$'", result.ErrorText + result.OutputText, StringComparison.Ordinal);
            Assert.Contains("the value", result.ErrorText + result.OutputText, StringComparison.Ordinal);
            RequireNothingShown(result.ErrorText + result.OutputText);
        }
    }

    private static void RequireNothingShown(string error)
    {
        var value = System.Text.Encoding.UTF8.GetBytes(Marked);
        foreach (
            var form in (
                string[])[VerbRun.Canary[..10], VerbRun.Canary[^10..], Convert.ToHexString(value)[..20], Convert.ToBase64String(
                    value[1..])[..12], Convert.ToBase64String(value[2..])[..12]])
        {
            Assert.DoesNotContain(form, error, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain(VerbRun.Canary, error, StringComparison.Ordinal);
        Assert.DoesNotContain("second-line-of-it", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Marked))[..12], error, StringComparison.Ordinal);
    }

    private static async Task<VerbRun> ChartAsync(string template)
    {
        var run = new VerbRun().WithKey();
        run.Write(
            "secrets.yaml",
            "secret: \"" + Marked.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
        run.Write("c/templates/t.yaml", template + "\n");
        return run;
    }
}
