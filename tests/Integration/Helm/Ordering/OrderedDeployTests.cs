using System.Globalization;
using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Ordering;

/// <summary>Deploys whose annotations order objects, on the real server.</summary>
public sealed class OrderedDeployTests
{
    private const string Succeeded = "{phase: Succeeded}";

    // The parts are in an order that is not Helm's: a Job first, the settings that wait for it, and what waits for those.
    private const string Chain = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-after", annotations: {secretskit.io/depends-on: "Job/{{ .Release.Name }}-migrate"}}
        data: {v: "{{ .Values.v }}"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ .Release.Name }}-beside"}
        data: {v: "{{ .Values.v }}"}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: "{{ .Release.Name }}-migrate"}
        spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: main, image: i}]}}}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_object_is_written_when_what_it_depends_on_is_complete()
    {
        await using var bench = await CreateAsync(Chain);
        var install = bench.Program.HelmAsync(bench.Words("install", "r", "chart", "--timeout", "60s", "--track"));
        await ThereAsync(bench, "jobs", "r-migrate");
        await ThereAsync(bench, "configmaps", "r-beside");
        await Task.Delay(500, Ct);
        Assert.False(await IsThereAsync(bench, "configmaps", "r-after"));
        bench.Place.PlayNode(Succeeded);
        var result = (await install).Succeeds();
        Assert.True(await IsThereAsync(bench, "configmaps", "r-after"));
        Assert.Contains("Job/r-migrate: ready\n1 of 1 objects ready after ", result.Error, StringComparison.Ordinal);
        Assert.Contains("STATUS: deployed", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_a_failure_is_not_written_and_the_release_has_failed()
    {
        await using var bench = await CreateAsync(Chain);
        bench.Place.PlayNode("{phase: Failed}");
        var result = await bench.Program.HelmAsync(bench.Words("install", "r", "chart", "--timeout", "30s"));
        Assert.Equal(1, result.Exit);
        Assert.Contains("objects that others wait for are not ready: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("r-migrate", result.Error, StringComparison.Ordinal);
        Assert.False(await IsThereAsync(bench, "configmaps", "r-after"));
        Assert.Equal("failed", await StatusAsync(bench));
    }

    [Fact]
    public async Task Upgrades_and_rollbacks_keep_the_order()
    {
        await using var bench = await CreateAsync(Weighted);
        (await bench.Program.HelmAsync(bench.Words("install", "r", "chart"))).Succeeds();
        var first = await OrderAsync(bench);
        Assert.Equal(["z-first", "m-second", "a-third"], first);
        (await bench.Program.HelmAsync(bench.Words("upgrade", "r", "chart", "--set", "v=2"))).Succeeds();
        Assert.Equal(first, await OrderAsync(bench));
        (await bench.Program.HelmAsync(bench.Words("rollback", "r", "1"))).Succeeds();
        Assert.Equal(first, await OrderAsync(bench));
    }

    [Theory]
    [InlineData("present")]
    [InlineData("ready")]
    public async Task Objects_of_others_are_waited_for(string state)
    {
        await using var bench = await CreateAsync($$$"""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: mine, annotations: {secretskit.io/wait-for: "ConfigMap/theirs={{{state}}}"}}
            """);
        var install = bench.Program.HelmAsync(bench.Words("install", "r", "chart", "--timeout", "60s"));
        await Task.Delay(1500, Ct);
        Assert.False(await IsThereAsync(bench, "configmaps", "mine"));
        await bench.Place.ApplyAsync($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: theirs, namespace: {bench.Namespace}}}}}");
        (await install).Succeeds();
        Assert.True(await IsThereAsync(bench, "configmaps", "mine"));
    }

    [Theory]
    [InlineData("install")]
    [InlineData("upgrade")]
    public async Task A_circle_is_refused_before_anything_is_written(string verb)
    {
        await using var bench = await CreateAsync(Plain);
        if (verb == "upgrade")
        {
            (await bench.Program.HelmAsync(bench.Words("install", "r", "chart"))).Succeeds();
        }

        bench.Program.Write("chart/templates/all.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: one, annotations: {secretskit.io/depends-on: ConfigMap/two}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: two, annotations: {secretskit.io/depends-on: ConfigMap/one}}
            """);
        var result = await bench.Program.HelmAsync(bench.Words(verb, "r", "chart"));
        Assert.Equal(1, result.Exit);
        Assert.Contains("wait for each other: ConfigMap", result.Error, StringComparison.Ordinal);
        Assert.False(await IsThereAsync(bench, "configmaps", "one"));
        var history = await bench.Program.HelmAsync(bench.Words("history", "r", "-o", "json"));
        Assert.Equal(verb == "upgrade" ? 1 : 0, history.Exit == 0 ? JsonNode.Parse(history.Output)!.AsArray().Count : 0);
    }

    [Fact]
    public async Task Annotations_of_Nelm_count_on_request_alone()
    {
        await using var bench = await CreateAsync(Weighted.Replace("secretskit.io", "werf.io", StringComparison.Ordinal));
        bench.Program.Variables["SECRETSKIT_ORDERED"] = "true";
        (await bench.Program.HelmAsync(bench.Words("install", "r", "chart"))).Succeeds();
        Assert.Equal(["z-first", "m-second", "a-third"], await OrderAsync(bench));
    }

    private const string Plain = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: plain}\n";

    private const string Weighted = """
        {{- range list (list "z-first" "-1") (list "m-second" "0") (list "a-third" "10") }}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: "{{ index . 0 }}", annotations: {secretskit.io/weight: "{{ index . 1 }}"}}
        data: {v: "{{ $.Values.v }}"}
        {{- end }}
        """;

    private static async Task<DeployBench> CreateAsync(string templates)
    {
        var bench = await DeployBench.CreateAsync();
        bench.Program.Write("chart/values.yaml", "v: 1\n");
        bench.Program.Write("chart/templates/all.yaml", templates);
        return bench;
    }

    // By the counter of the store, which each write raises.
    private static async Task<IReadOnlyList<string>> OrderAsync(DeployBench bench)
    {
        using var calls = new AdminCalls();
        var items = await calls.ListAsync($"/api/v1/namespaces/{bench.Namespace}/configmaps");
        return
        [
            .. items.Where(item => $"{item["metadata"]!["name"]}" is "z-first" or "m-second" or "a-third")
                .OrderBy(item => long.Parse($"{item["metadata"]!["resourceVersion"]}", CultureInfo.InvariantCulture))
                .Select(item => $"{item["metadata"]!["name"]}"),
        ];
    }

    private static async Task<string?> StatusAsync(DeployBench bench)
    {
        var history = await bench.Program.HelmAsync(bench.Words("history", "r", "-o", "json"));
        return (string?)JsonNode.Parse(history.Succeeds().Output)![0]!["status"];
    }

    private static async Task<bool> IsThereAsync(DeployBench bench, string kind, string name)
    {
        using var calls = new AdminCalls();
        var group = kind == "jobs" ? "/apis/batch/v1" : "/api/v1";
        return await calls.FindAsync($"{group}/namespaces/{bench.Namespace}/{kind}/{name}") is not null;
    }

    private static async Task ThereAsync(DeployBench bench, string kind, string name)
    {
        while (!await IsThereAsync(bench, kind, name))
        {
            await Task.Delay(50, Ct);
        }
    }
}
