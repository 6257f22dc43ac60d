using System.Text;

namespace SecretsKit.Goldens.Verbs.Diffing;

/// <summary>
/// What <c>diff</c> does not show unless it is told to: values of Secrets, and decrypted values wherever they turn up (P-063).
/// </summary>
public sealed class DiffSecretsTests
{
    private const string Other = "other-2c5d";

    /// <summary>P-063.</summary>
    [Fact]
    public async Task P_063_Of_a_Secret_is_told_which_values_changed_and_nothing_else_of_them()
    {
        using var run = new VerbRun();
        run.Write("a.yaml", Secret("user: " + Base64("ann"), "password: " + Base64(VerbRun.Canary), "token: " + Base64("abcdef")));
        run.Write("b.yaml", Secret("user: " + Base64("ann"), "password: " + Base64(Other), "key: " + Base64("abcdef")));
        var result = await run.RunAsync("diff", "a.yaml", "b.yaml");
        Assert.Equal(
            """
            default, s, Secret (v1) has changed:
            @@ -1,7 +1,7 @@ data
             apiVersion: v1
             data:
            -  password: [REDACTED, before]
            -  token: [REDACTED]
            +  key: [REDACTED]
            +  password: [REDACTED, after]
               user: [REDACTED]
             kind: Secret
             metadata:


            """,
            result.OutputText);
        var shown = await run.RunAsync("diff", "--show-secrets", "a.yaml", "b.yaml");
        Assert.Contains("+  password: " + Base64(Other), shown.OutputText, StringComparison.Ordinal);
    }

    /// <summary>P-063.</summary>
    [Theory]
    [InlineData("stringData:\n  p: ", "")]
    [InlineData("# ", "")]
    [InlineData("dat:\n  p: ", "")]
    [InlineData("metadata:\n  name: s\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '", "'")]
    [InlineData("data: &x\n  p: ", "\nstringData: *x")]
    [InlineData("data:\n- ", "")]
    [InlineData("data: |\n  a\n  ", "")]
    [InlineData("immutable: false\n...\nkind: Secret\napiVersion: v1\ndata:\n  p: ", "")]
    [InlineData("x: {{ .Values }}\ndata:\n  p: ", "")]
    [InlineData("x: \"\\0\"\ndata:\n  p: ", "")]
    public async Task P_063_However_a_Secret_is_written_no_value_shows(string before, string after)
    {
        using var run = new VerbRun();
        run.Write("a.yaml", $"apiVersion: v1\nkind: Secret\n{before}{VerbRun.Canary}{after}\n");
        run.Write("b.yaml", $"apiVersion: v1\nkind: Secret\n{before}{Other}{after}\n");
        foreach (var form in (string[])["text", "json", "markdown", "summary"])
        {
            foreach (var sides in (string[][])[["a.yaml", "b.yaml"], ["b.yaml", "a.yaml"]])
            {
                var result = await run.RunAsync(["diff", "-C", "all", "-o", form, .. sides]);
                Assert.Equal(0, result.Exit);
                Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
                Assert.DoesNotContain(Other, result.OutputText, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>P-063.</summary>
    [Fact]
    public async Task P_063_Items_of_a_list_of_Secrets_are_masked_as_well()
    {
        using var run = new VerbRun();
        run.Write(
            "a.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"SecretList\",\"items\":[{\"metadata\":{\"name\":\"s\"},\"stringData\":{\"p\":\""
                + VerbRun.Canary + "\"}}]}");
        run.Write(
            "b.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{\"apiVersion\":\"v1\",\"kind\":\"Secret\","
                + "\"metadata\":{\"name\":\"s\"},\"stringData\":{\"p\":\"x\"}}]}");
        var result = await run.RunAsync("diff", "-C0", "a.json", "b.json");
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
        Assert.Contains("-  p: [REDACTED, before]\n+  p: [REDACTED, after]\n", result.OutputText, StringComparison.Ordinal);
    }

    /// <summary>P-063.</summary>
    [Fact]
    public async Task P_063_A_value_that_moves_from_data_to_stringData_is_told_as_a_move()
    {
        using var run = new VerbRun();
        run.Write("a.yaml", Secret("p: " + Base64(VerbRun.Canary)));
        run.Write("b.yaml", Secret("p: " + VerbRun.Canary).Replace("data:", "stringData:", StringComparison.Ordinal));
        var result = await run.RunAsync("diff", "a.yaml", "b.yaml");
        Assert.DoesNotContain(VerbRun.Canary, result.OutputText, StringComparison.Ordinal);
        Assert.Contains("-data:\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("+stringData:\n", result.OutputText, StringComparison.Ordinal);
    }

    /// <summary>P-063.</summary>
    [Theory]
    [InlineData("plain: {{ .Values.secret }}")]
    [InlineData("url: postgres://u:{{ .Values.secret }}@db/x")]
    [InlineData("b64: {{ .Values.secret | b64enc }}")]
    [InlineData("quoted: {{ .Values.secret | quote }}")]
    [InlineData("json: {{ toJson .Values | squote }}")]
    [InlineData("block: |\n  {{ .Values.secret }}\n  more")]
    [InlineData("# in a comment: {{ .Values.secret }}")]
    [InlineData("{{ .Values.secret }}: as a key")]
    [InlineData("folded: \"{{ .Values.secret | trunc 6 }}\\\n  {{ .Values.secret | substr 6 -1 }}\"")]
    public async Task P_063_Decrypted_values_are_masked_in_any_resource(string line)
    {
        using var run = await ChartAsync(line);
        foreach (var form in (string[])["text", "json", "markdown"])
        {
            var changed = await run.RunAsync("diff", "-C", "all", "-o", form, "c", "--values-a", "a.yaml", "--values-b", "b.yaml");
            Assert.Equal(0, changed.Exit);
            Assert.DoesNotContain(VerbRun.Canary, changed.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain(Other, changed.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain(Base64(VerbRun.Canary), changed.OutputText, StringComparison.Ordinal);
            Assert.Contains("[REDACTED", changed.OutputText, StringComparison.Ordinal);
        }

        var same = await run.RunAsync("diff", "-C", "all", "c", "-f", "a.yaml", "--set-b", "n=2");
        Assert.DoesNotContain(VerbRun.Canary, same.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("before]", same.OutputText, StringComparison.Ordinal);
        Assert.Contains("+  num: \"2\"", same.OutputText, StringComparison.Ordinal);
    }

    /// <summary>P-063: outside of Secrets what is encoded is a value as well, and the mark says on which side it was.</summary>
    [Theory]
    [InlineData("{{ .Values.secret | b64enc }}", "[REDACTED")]
    [InlineData("{{ .Values.secret | b64enc | trimSuffix \"=\" | trimSuffix \"=\" }}", "[REDACTED")]
    [InlineData("{{ printf \"user:%s@db\" .Values.secret | b64enc }}", "")]
    [InlineData("{{ toJson .Values | b64enc }}", "")]
    [InlineData("{{ .Values.secret | upper | quote }}", "")]
    [InlineData("{{ printf \"%x\" .Values.secret | quote }}", "[REDACTED")]
    [InlineData("{{ .Values.secret | urlquery }}", "[REDACTED")]
    [InlineData("{{ .Values.pin | quote }}", "[REDACTED")]
    [InlineData("{{ .Values.pin | float64 | quote }}", "[REDACTED")]
    [InlineData("{{ .Values.pin | toString | b64enc }}", "[REDACTED")]
    public async Task P_063_Encoded_values_are_masked_in_any_resource(string value, string start)
    {
        const string Pin = "73519284";
        const string OtherPin = "60482917";
        using var run = await ChartAsync($"data: {value}");
        run.Write("a.yaml", $"secret: {VerbRun.Canary}\npin: {Pin}\n");
        run.Write("b.yaml", $"secret: {Other}\npin: {OtherPin}\n");
        Assert.Equal(0, (await run.RunAsync("enc", "a.yaml", "b.yaml")).Exit);
        run.Write("c/templates/u.yaml", $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  annotations:\n    note: {value}\nspec:\n  " +
            $"containers:\n  - env:\n    - name: X\n      value: {value}\n");
        var result = await run.RunAsync("diff", "-C0", "c", "--values-a", "a.yaml", "--values-b", "b.yaml");
        Assert.Equal(0, result.Exit);
        foreach (var secret in (string[])[VerbRun.Canary, Other, Pin, OtherPin])
        {
            foreach (
                var form in (
                    string[])[secret, secret.ToUpperInvariant(), Base64(secret)[..8], Base64(
                        "user:" + secret)[8..16], Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret))])
            {
                Assert.DoesNotContain(form, result.OutputText, StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain("7.3519284", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("6.0482917", result.OutputText, StringComparison.Ordinal);
        var unquoted = result.OutputText.Replace("\"", "", StringComparison.Ordinal);
        foreach (var field in (string[])["  data: ", "    note: ", "      value: "])
        {
            Assert.Contains($"-{field}{(start.Length > 0 ? "[REDACTED, before]" : "")}", unquoted, StringComparison.Ordinal);
            Assert.Contains($"+{field}{(start.Length > 0 ? "[REDACTED, after]" : "")}", unquoted, StringComparison.Ordinal);
        }
    }

    /// <summary>P-063.</summary>
    [Fact]
    public async Task P_063_An_encrypted_file_can_be_a_side_and_shows_which_values_changed()
    {
        using var run = await ChartAsync("");
        var result = await run.RunAsync("diff", "a.yaml", "b.yaml");
        Assert.Equal(
            """
            document 1 that is not a resource has changed:
            @@ -1,2 +1,2 @@
             pin: [REDACTED]
            -secret: [REDACTED, before]
            +secret: [REDACTED, after]


            """,
            result.OutputText);
    }

    /// <summary>P-075.</summary>
    [Fact]
    public async Task P_075_Without_a_key_nothing_is_compared_and_the_file_is_named()
    {
        using var run = await ChartAsync("");
        run.Variables.Remove("SOPS_AGE_KEY");
        var result = await run.RunAsync("diff", "c", "--values-b", "b.yaml");
        Assert.Equal((1, ""), (result.Exit, result.OutputText));
        Assert.StartsWith("secretskit: b.yaml: none of the keys at hand opens this file: ", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", result.ErrorText, StringComparison.Ordinal);
    }

    /// <summary>P-065, P-120.</summary>
    [Fact]
    public async Task P_065_P_120_Random_values_and_the_time_are_held_still_and_told_of()
    {
        using var run = new VerbRun();
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/templates/s.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  p: {{ randAlphaNum 24 }}\n");
        run.Write("c/templates/d.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d\n  annotations:\n    rollme: {{ " +
            "now | unixEpoch | quote }}\nspec:\n  replicas: {{ .Values.n }}\n");
        var result = await run.RunAsync("diff", "-C0", "c", "--set-a", "n=1", "--set-b", "n=2");
        Assert.Equal(
            """
            default, d, Deployment (apps) has changed:
            @@ -8 +8 @@ spec
            -  replicas: 1
            +  replicas: 2


            """,
            result.OutputText);
        Assert.Equal(
            """
            0 added, 1 changed, 0 removed, 1 unchanged
            warning: default, d, Deployment (apps): not the same at each rendering: metadata.annotations
            warning: default, s, Secret (v1): not the same at each rendering: stringData
            hint: random values and the time were held still here; a deploy draws new ones, which restarts what uses them (K-120)

            """,
            result.ErrorText);
    }

    /// <summary>P-075.</summary>
    [Fact]
    public async Task P_075_No_failure_shows_a_decrypted_value()
    {
        using var run = await ChartAsync("x: {{ fail .Values.secret }}");
        var result = await run.RunAsync("diff", "c", "--values-a", "a.yaml", "--values-b", "b.yaml");
        Assert.Equal(1, result.Exit);
        Assert.DoesNotContain(VerbRun.Canary, result.ErrorText, StringComparison.Ordinal);
    }

    private static async Task<VerbRun> ChartAsync(string line)
    {
        var run = new VerbRun().WithKey();
        run.Write("a.yaml", $"secret: {VerbRun.Canary}\npin: 12\n");
        run.Write("b.yaml", $"secret: {Other}\npin: 12\n");
        Assert.Equal(0, (await run.RunAsync("enc", "a.yaml", "b.yaml")).Exit);
        run.Write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        run.Write("c/templates/t.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  num: {{{{ .Values.n | quote " +
            $"}}}}\n  {line.Replace("\n", "\n  ", StringComparison.Ordinal)}\n");
        return run;
    }

    private static string Secret(params string[] lines) =>
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ndata:\n" + string.Concat(lines.Select(line => $"  {line}\n"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
