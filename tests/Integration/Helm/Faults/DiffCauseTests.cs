using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// <c>diff upgrade --explain</c> on a real server: each change is laid to what made it, and to nothing else. P-061, P-065, P-066, P-067,
/// P-068.
/// </summary>
public sealed class DiffCauseTests
{
    private const string Chart = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-given"}
        data: {a: "{{ .Values.given }}"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-default"}
        data: {a: "{{ .Values.default }}"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-random"}
        data: {a: "{{ randAlphaNum 12 }}", b: "{{ .Values.given }}"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-version", labels: {helm.sh/chart: "{{ .Chart.Name }}-{{ .Chart.Version }}"}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-same"}
        data: {a: "{{ .Values.unused }}"}
        {{- if .Values.extra }}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-extra"}
        {{- end }}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: "{{ .Release.Name }}-web"}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:{{ .Values.image.tag }}"}]}
        """;

    private const string Values = "given: one\ndefault: old\nunused: same\nignored: 1\nimage: {tag: v1}\n";

    [Theory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public async Task P_061_P_065_P_066_P_068_Every_change_has_its_cause(string tool)
    {
        await using var bench = Prepare();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync(tool, "install", "r", "chart", "--set", "dropped=1");
        bench.Run.Write("chart/Chart.yaml", "apiVersion: v2\nname: chart\nversion: 1.1.0\n");
        bench.Run.Write("chart/values.yaml", Values.Replace("old", "new", StringComparison.Ordinal).Replace("ignored: 1", "ignored: 2"));
        bench.Run.Write("more.yaml", "given: two\nextra: true\n");

        var changes = await ExplainedAsync(bench, tool, "-f", "more.yaml", "--set", "image.tag=v2");
        Assert.Equal(["r-default", "r-extra", "r-given", "r-random", "r-version", "r-web"], changes.Keys.Order());
        AssertCauses(changes["r-given"], "givenValue given more.yaml one>two data.a");
        AssertCauses(changes["r-default"], "chartDefault default  old>new data.a");
        AssertCauses(changes["r-random"], "random   > data.a", "givenValue given more.yaml one>two data.b");
        AssertCauses(changes["r-version"], "chartVersion chart  1.0.0>1.1.0 metadata.labels.helm.sh/chart");
        AssertCauses(changes["r-extra"], "givenValue extra more.yaml >true ");
        AssertCauses(
            changes["r-web"], "givenValue image.tag --set v1>v2 spec.template.spec.containers[0].image");
    }

    [Fact]
    public async Task P_066_A_value_that_is_given_no_more_and_one_that_is_reused_are_told_apart()
    {
        await using var bench = Prepare();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart", "--set", "given=two");
        var changes = await ExplainedAsync(bench, "helm4", "--reset-values");
        AssertCauses(changes["r-given"], "droppedValue given  >one data.a");
        Assert.DoesNotContain("r-given", (await ExplainedAsync(bench, "helm4", "--reuse-values")).Keys);
    }

    [Fact]
    public async Task P_066_Changed_templates_are_named_and_partial_ones_too()
    {
        await using var bench = Prepare();
        await bench.CreateNamespaceAsync();
        bench.Run.Write("chart/templates/_a.tpl", "{{ define \"a\" }}one{{ end }}");
        bench.Run.Write("chart/templates/b.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ .Release.Name }}-partial"}
            data: {a: '{{ include "a" . }}'}
            """);
        await bench.RequireAsync("helm4", "install", "r", "chart");
        bench.Run.Write("chart/templates/_a.tpl", "{{ define \"a\" }}two{{ end }}");
        bench.Run.Write("chart/templates/all.yaml", Chart.Replace("{{ .Values.unused }}", "changed", StringComparison.Ordinal));
        var changes = await ExplainedAsync(bench, "helm4");
        AssertCauses(changes["r-partial"], "template templates/_a.tpl  > data.a");
        AssertCauses(changes["r-same"], "template templates/all.yaml  > data.a");
    }

    [Theory]
    [InlineData("--three-way-merge")]
    [InlineData("--exact")]
    public async Task P_067_Drift_is_named_with_who_made_it(string how)
    {
        await using var bench = Prepare();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart");
        using var calls = new AdminCalls();
        var body = new JsonObject { ["data"] = new JsonObject { ["a"] = "by hand" } };
        await calls.SendAsync(
            "PATCH", $"/api/v1/namespaces/{bench.Namespace}/configmaps/r-given", body, "application/merge-patch+json", "somebody");
        var (code, output, error) = await bench.RunAsync(
            "helm4", "diff", "upgrade", "r", "chart", "--explain", "--output", "structured", how);
        Assert.True(code == 0, error);
        var changes = Read(output);
        AssertCauses(changes["r-given"], "drift somebody  > data.a");
        AssertCauses(changes["r-random"], "random   > data.a");
        Assert.DoesNotContain("r-same", changes.Keys);
        Assert.Equal(how == "--exact", error.Contains("warning: the upgrade would be refused", StringComparison.Ordinal));
        Assert.Equal(how == "--exact", error.Contains("conflict with \"somebody\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task P_065_Causes_stand_in_the_text_of_a_diff_and_hold_no_secret()
    {
        await using var bench = Prepare();
        foreach (var (path, text) in TranscriptCase.Load("secrets", "helm4/secrets-deploy").Files)
        {
            bench.Run.Write(path, text);
        }

        bench.Run.Variables["SOPS_AGE_KEY_FILE"] = "age.key";
        bench.Run.Write("chart/templates/leak.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ .Release.Name }}-leak"}
            data: {url: "https://user:{{ (.Values.secret).password }}@host"}
            """);
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart", "--set", "secret.password=canary-of-last-month");
        foreach (var format in (string[])["diff", "simple", "json", "structured", "markdown", "html"])
        {
            var (code, output, error) = await bench.RunAsync(
                "helm4", "diff", "upgrade", "r", "chart", "-f", "secrets.yaml", "--explain", "--output", format);
            Assert.True(code == 0, error);
            Assert.Contains("secret.password", output, StringComparison.Ordinal);
            Assert.DoesNotContain("canary-of-last-month", output + error, StringComparison.Ordinal);
            Assert.DoesNotContain("from-vault-room", output + error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_is_explained_unless_that_is_asked_for()
    {
        await using var bench = Prepare();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart");
        var (_, output, error) = await bench.RunAsync("helm4", "diff", "upgrade", "r", "chart", "--set", "given=two");
        Assert.DoesNotContain("# value", output, StringComparison.Ordinal);
        var (_, explained, _) = await bench.RunAsync("helm4", "diff", "upgrade", "r", "chart", "--set", "given=two", "--explain");
        Assert.Contains(
            "has changed:\n# value given changes from \"one\" to \"two\", by --set (data.a)\n", explained, StringComparison.Ordinal);
        Assert.Equal("", error);
    }

    private static FaultBench Prepare()
    {
        var bench = new FaultBench();
        bench.Run.Write("chart/values.yaml", Values);
        bench.Run.Write("chart/templates/all.yaml", Chart);
        return bench;
    }

    private static async Task<IReadOnlyDictionary<string, JsonArray>> ExplainedAsync(FaultBench bench, string tool, params string[] words)
    {
        var (code, output, error) = await bench.RunAsync(
            tool, ["diff", "upgrade", "r", "chart", "--explain", "--output", "structured", .. words]);
        Assert.True(code == 0, error);
        return Read(output);
    }

    private static Dictionary<string, JsonArray> Read(string output) => JsonNode.Parse(output)!.AsArray()
        .ToDictionary(change => change!["name"]!.GetValue<string>(), change => change!["causes"]!.AsArray());

    // Kind, subject, source, old and new value, fields.
    private static void AssertCauses(JsonArray causes, params string[] expected) => Assert.Equal(
        expected,
        causes.Select(cause => $"{cause!["kind"]} {cause["subject"]} {cause["source"]} {Bare(cause["old"])}>{Bare(cause["new"])} "
            + string.Join(' ', cause["fields"]!.AsArray().Select(field => field!.GetValue<string>()))));

    private static string Bare(JsonNode? value) => value?.GetValue<string>().Trim('"') ?? "";
}
