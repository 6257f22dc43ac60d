using System.Text.Json.Nodes;

namespace SecretsKit.Integration.Pipelines;

/// <summary>What pipelines do with releases, from the first deploy to the way back, each as a person would type it.</summary>
public sealed class DeployRowTests
{
    private const string Refused = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop-config, labels: {bad label: x}}\n";

    /// <summary>P-049: both spellings.</summary>
    [Theory]
    [InlineData("3", "--history-max")]
    [InlineData("3", "--max-history")]
    [InlineData("4", "--max-history")]
    public async Task The_history_is_limited_by_either_spelling(string generation, string flag)
    {
        await using var bench = await CreateAsync(generation);
        await InstallAsync(bench);
        foreach (var value in (string[])["two", "three"])
        {
            await UpgradeAsync(bench, value, flag, "2");
        }

        Assert.Equal(["2 superseded", "3 deployed"], await HistoryAsync(bench));
    }

    /// <summary>P-059, P-060.</summary>
    [Theory]
    [InlineData("3", "--atomic")]
    [InlineData("4", "--atomic")]
    [InlineData("4", "--rollback-on-failure")]
    public async Task An_image_that_is_not_there_ends_rolled_back(string generation, string undo)
    {
        await using var bench = await CreateAsync(generation);
        bench.Program.Write("chart/templates/all.yaml", Deployment);
        bench.Program.Write("values-prod.yaml", "replicas: 0\n");
        string[] Deploy(string timeout, params string[] more) => bench.Words(
            ["upgrade", "--install", "shop", "chart", "--create-namespace", "-f", "values-prod.yaml", undo, "--timeout", timeout, "--wait",
                .. more]);
        Assert.Contains("STATUS: deployed", (await bench.Program.HelmAsync(Deploy("5m", "--set", "image.tag=3f2a1c9"))).Succeeds().Output);
        bench.Place.PlayNode(
            "{phase: Pending, containerStatuses: [{name: main, image: x, imageID: '', ready: false, restartCount: 0, "
            + "state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image \"registry.example.com/web:nosuchtag\"'}}}]}");
        var failed = await bench.Program.HelmAsync(Deploy("3s", "--set", "image.tag=nosuchtag,replicas=1"));
        Assert.Equal(1, failed.Exit);
        Assert.Contains(
            $"Error: UPGRADE FAILED: release shop failed, and has been rolled back due to {undo[2..]} being set: ",
            failed.Error.Replace("rollback-on-failure being", $"{undo[2..]} being", StringComparison.Ordinal));
        Assert.Equal(["1 superseded", "2 failed", "3 deployed"], await HistoryAsync(bench));
        Assert.Contains("web:3f2a1c9", (await bench.Program.HelmAsync(bench.Words("get", "manifest", "shop"))).Succeeds().Output);
    }

    /// <summary>P-060: on a terminal, what was wrong with the pods is said behind Helm's sentence, which does not name it.</summary>
    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task What_keeps_pods_from_being_ready_is_a_hint(string generation)
    {
        await using var bench = await CreateAsync(generation);
        bench.Program.Write("chart/templates/all.yaml", Deployment);
        bench.Place.PlayNode(
            "{phase: Pending, containerStatuses: [{name: main, image: x, imageID: '', ready: false, restartCount: 0, "
            + "state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image \"registry.example.com/web:nosuchtag\"'}}}]}");
        var failed = await bench.Program.HelmOnTerminalAsync(bench.Words(
            "install", "shop", "chart", "--set", "replicas=1,image.tag=nosuchtag", "--wait", "--timeout", "4s"));
        Assert.Equal(1, failed.Exit);
        Assert.Matches(
            "(?m)^hint: shop-web-[^,]*, container main: the image cannot be pulled: Back-off pulling image "
            + "\"registry.example.com/web:nosuchtag\"; 'secretskit pipeline explain shop' with the same namespace says what helps$",
            failed.Error);
    }

    /// <summary>P-146: what is written down before a deploy brings the release back.</summary>
    [Fact]
    public async Task A_backup_of_values_and_manifest_brings_a_release_back()
    {
        await using var bench = await CreateAsync("4");
        await InstallAsync(bench);
        await UpgradeAsync(bench, "two");
        var manifest = (await bench.Program.HelmAsync(bench.Words("get", "manifest", "shop"))).Succeeds().Output;
        bench.Program.Write(
            "backup.yaml", (await bench.Program.HelmAsync(bench.Words("get", "values", "shop", "-o", "yaml"))).Succeeds().Output);
        await UpgradeAsync(bench, "three");
        (await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart", "-f", "backup.yaml"))).Succeeds();
        Assert.Contains("value: \"two\"", manifest);
        Assert.Equal(manifest, (await bench.Program.HelmAsync(bench.Words("get", "manifest", "shop"))).Succeeds().Output);
    }

    /// <summary>P-161: connection, API and database, whose password comes from a Secret.</summary>
    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task Tests_of_connection_api_and_database_run_one_after_another(string generation)
    {
        await using var bench = await CreateAsync(generation);
        bench.Program.Write("chart/templates/tests.yaml", Tests);
        await InstallAsync(bench);
        bench.Place.PlayNode("{phase: Succeeded}");
        var test = (await bench.Program.HelmAsync(bench.Words("test", "shop", "--timeout", "1m"))).Succeeds();
        foreach (var name in (string[])["connection", "api", "database"])
        {
            Assert.Contains($"TEST SUITE:     shop-test-{name}\n", test.Output);
        }

        Assert.Equal(3, test.Output.Split("Phase:          Succeeded").Length - 1);
    }

    /// <summary>P-164: a failed test is an exit code, on which a pipeline rolls back.</summary>
    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task A_release_whose_tests_fail_is_rolled_back_by_the_next_command(string generation)
    {
        await using var bench = await CreateAsync(generation);
        bench.Program.Write("chart/templates/tests.yaml", Tests);
        await InstallAsync(bench);
        await UpgradeAsync(bench, "two");
        bench.Place.PlayNode("{phase: Failed}");
        Assert.Equal(1, (await bench.Program.HelmAsync(bench.Words("test", "shop", "--timeout", "1m"))).Exit);
        Assert.Equal(
            "Rollback was a success! Happy Helming!\n", (await bench.Program.HelmAsync(bench.Words("rollback", "shop"))).Succeeds().Output);
        Assert.Equal("one", await ValueAsync(bench));
        Assert.Equal(["1 superseded", "2 superseded", "3 deployed"], await HistoryAsync(bench));
    }

    /// <summary>P-204: a role with all verbs on the kinds of the chart, in one namespace.</summary>
    [Fact]
    public async Task A_role_with_all_verbs_on_listed_kinds_deploys()
    {
        await using var bench = await CreateAsync("4");
        await bench.SignInAsync([], items =>
        {
            foreach (var rule in items.Where(item => (string?)item!["kind"] == "Role").SelectMany(item => item!["rules"]!.AsArray()))
            {
                rule!["verbs"] = new JsonArray("*");
                rule.AsObject().Remove("resourceNames");
            }
        });
        await InstallAsync(bench);
        await UpgradeAsync(bench, "two");
        (await bench.Program.HelmAsync(bench.Words("rollback", "shop", "1"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("uninstall", "shop"))).Succeeds();
    }

    /// <summary>P-228: three ways out of a failed upgrade.</summary>
    [Theory]
    [InlineData("3", "rollback", "3 deployed")]
    [InlineData("4", "rollback", "3 deployed")]
    [InlineData("3", "force", "3 deployed")]
    [InlineData("4", "force", "3 deployed")]
    [InlineData("3", "again", "1 deployed")]
    [InlineData("4", "again", "1 deployed")]
    public async Task A_failed_release_is_recovered(string generation, string way, string last)
    {
        await using var bench = await CreateAsync(generation);
        await InstallAsync(bench);
        var good = System.IO.File.ReadAllText(System.IO.Path.Combine(bench.Program.Path, "chart/templates/all.yaml"));
        bench.Program.Write("chart/templates/all.yaml", Refused);
        var failed = await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart"));
        Assert.Equal(1, failed.Exit);
        Assert.Contains("bad label", failed.Error);
        Assert.Equal("2 failed", (await HistoryAsync(bench))[^1]);
        bench.Program.Write("chart/templates/all.yaml", good);
        switch (way)
        {
            case "rollback":
                (await bench.Program.HelmAsync(bench.Words("rollback", "shop", "1"))).Succeeds();
                break;
            case "force":
                string[] force = generation == "3" ? ["--force"] : ["--force-replace", "--server-side=false"];
                (await bench.Program.HelmAsync(bench.Words(["upgrade", "shop", "chart", "--set", "extra=false", .. force]))).Succeeds();
                break;
            default:
                (await bench.Program.HelmAsync(bench.Words("uninstall", "shop"))).Succeeds();
                await InstallAsync(bench);
                break;
        }

        Assert.Equal(last, (await HistoryAsync(bench))[^1]);
        Assert.Equal("one", await ValueAsync(bench));
    }

    /// <summary>P-233: back first, then what was different, then forward again.</summary>
    [Fact]
    public async Task An_incident_is_rolled_back_compared_and_deployed_again()
    {
        await using var bench = await CreateAsync("4");
        await InstallAsync(bench);
        await UpgradeAsync(bench, "broken");
        (await bench.Program.HelmAsync(bench.Words("rollback", "shop", "0"))).Succeeds();
        Assert.Equal("one", await ValueAsync(bench));
        var difference = (await bench.Program.HelmAsync(bench.Words("diff", "revision", "shop", "1", "2"))).Succeeds().Output;
        Assert.Contains("+ data: {value: \"broken\"}\n", difference);
        Assert.Contains("- data: {value: \"one\"}\n", difference);
        Assert.Contains("shop-web", (await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"))).Output);
        await UpgradeAsync(bench, "fixed");
        Assert.Equal("fixed", await ValueAsync(bench));
    }

    private static async Task<DeployBench> CreateAsync(string generation)
    {
        var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["SECRETSKIT_HELM"] = generation;
        return bench;
    }

    private static async Task InstallAsync(DeployBench bench) =>
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();

    private static async Task UpgradeAsync(DeployBench bench, string value, params string[] more) =>
        (await bench.Program.HelmAsync(bench.Words(["upgrade", "shop", "chart", "--set", "value=" + value, .. more]))).Succeeds();

    private static async Task<string[]> HistoryAsync(DeployBench bench)
    {
        var history = JsonNode.Parse((await bench.Program.HelmAsync(bench.Words("history", "shop", "-o", "json"))).Succeeds().Output)!;
        return [.. history.AsArray().Select(one => $"{one!["revision"]} {one["status"]}")];
    }

    // Of the live object.
    private static async Task<string> ValueAsync(DeployBench bench)
    {
        var live = await bench.Place.Objects.GetAsync(
            new("v1", "ConfigMap", bench.Namespace, "shop-config"), TestContext.Current.CancellationToken);
        return System.Text.Encoding.UTF8.GetString(live.AsMap![new("data")].AsMap![new("value")].StringBytes);
    }

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: "{{ .Release.Name }}-web"}
        spec:
          replicas: {{ .Values.replicas }}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: main, image: "registry.example.com/web:{{ .Values.image.tag }}"}]}
        """;

    private const string Tests = """
        apiVersion: v1
        kind: Pod
        metadata: {name: "{{ .Release.Name }}-test-connection", annotations: {helm.sh/hook: test}}
        spec:
          restartPolicy: Never
          containers: [{name: wget, image: "busybox:1.36", command: [wget], args: ["{{ .Release.Name }}-web:80"]}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: "{{ .Release.Name }}-test-api", annotations: {helm.sh/hook: test, helm.sh/hook-weight: "1"}}
        spec:
          restartPolicy: Never
          containers: [{name: curl, image: "curlimages/curl:8.5.0", command: [curl, "-f", "http://{{ .Release.Name }}-web/api/health"]}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: "{{ .Release.Name }}-test-database", annotations: {helm.sh/hook: test, helm.sh/hook-weight: "2"}}
        spec:
          restartPolicy: Never
          containers:
          - name: psql
            image: "postgres:16"
            command: [psql, "-h", db, "-c", "select 1"]
            env: [{name: PGPASSWORD, valueFrom: {secretKeyRef: {name: "{{ .Release.Name }}-secret", key: password}}}]
        """;
}
