using System.Text.Json.Nodes;
using SecretsKit.Goldens.Docs;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Kubernetes;

namespace SecretsKit.Integration.Pipelines;

/// <summary><c>pipeline explain</c>: why a release does not work, on the real server, where the tests play the node.</summary>
public sealed class ExplainTests
{
    private const string Scheduled = "conditions: [{type: PodScheduled, status: \"True\"}, {type: Ready, status: \"False\"}]";

    /// <summary>P-223: states of pods are mapped to causes, and to what helps.</summary>
    [Theory]
    [InlineData(
        "{state: {waiting: {reason: ImagePullBackOff, message: \"manifest unknown\"}}}",
        "container main: the image cannot be pulled: manifest unknown",
        "the registry has no such tag: check image and tag in the values, and that it was pushed")]
    [InlineData(
        "{restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}",
        "container main: the container ends again and again, 4 restarts: OOMKilled (exit code 137)",
        "it needs more memory than its limit: raise resources.limits.memory")]
    [InlineData(
        "{state: {waiting: {reason: CreateContainerConfigError, message: 'secret \"db\" not found'}}}",
        "container main: the container cannot be started: secret \"db\" not found",
        "make the Secret that the message names, or the key in it, or correct the name")]
    public async Task States_of_pods_have_causes_and_advice(string container, string cause, string advice)
    {
        await using var bench = await DeployBench.CreateAsync();
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        var status = container[1..^1];
        await SetPodAsync(
            bench,
            $"{{phase: Pending, {Scheduled}, containerStatuses: [{{name: main, ready: false, image: i, imageID: i, {Counted(status)}}}]}}");
        var report = await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"));
        Assert.Equal(1, report.Exit);
        Assert.Contains($", {cause}\n    {advice}\n", report.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Service/shop-web: no pod is ready behind it\n  1 pods have the labels app=shop, none is ready\n",
            report.Output,
            StringComparison.Ordinal);
        Assert.Contains("look closer: kubectl describe pod/shop-web-", report.Output, StringComparison.Ordinal);
    }

    /// <summary>P-223: an init container that fails, and P-224: with the lines that it printed.</summary>
    [Fact]
    public async Task An_init_container_that_fails_is_named_with_its_last_lines()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Write("chart/templates/setup.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: "{{ .Release.Name }}-setup"}
            spec:
              nodeName: node-a
              initContainers: [{name: migrate, image: i}]
              containers: [{name: main, image: i}]
            """);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        Log(bench, "shop-setup", "migrate", "cannot reach db:5432\n");
        await bench.Place.SetStatusAsync(
            "pods/shop-setup",
            "{phase: Pending, initContainerStatuses: [{name: migrate, ready: false, restartCount: 0, image: i, imageID: i, state: "
            + "{terminated: {exitCode: 1, reason: Error}}}]}");
        var report = await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"));
        Assert.Contains(
            "  shop-setup, init container migrate: the container failed: Error (exit code 1)\n    its last lines say why it failed\n"
            + "    last lines of migrate:\n      cannot reach db:5432\n",
            report.Output,
            StringComparison.Ordinal);
    }

    /// <summary>P-224, P-225: a quota is named as the cause, and warnings come in the order of their times.</summary>
    [Fact]
    public async Task Quotas_and_warnings_are_named()
    {
        await using var bench = await DeployBench.CreateAsync();
        await bench.Place.ApplyAsync("{apiVersion: v1, kind: ResourceQuota, metadata: {name: few}, spec: {hard: {pods: \"1\"}}}");
        await WaitAsync(bench, "resourcequotas", quota => $"{quota["status"]?["hard"]?["pods"]}" == "1");
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("install", "other", "chart"))).Succeeds();
        await WaitAsync(bench, "events", one => $"{one["reason"]}" == "FailedCreate");
        var reports = new[]
        {
            await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop")),
            await bench.Program.RunAsync(bench.Words("pipeline", "explain", "other")),
        };
        Assert.All(reports, report => Assert.Contains(
            $"quota few in {bench.Namespace}: all of pods (1) is used", report.Output, StringComparison.Ordinal));
        var without = Assert.Single(reports, report => report.Output.Contains("pods cannot be made", StringComparison.Ordinal));
        Assert.Contains("exceeded quota: few", without.Output, StringComparison.Ordinal);
        Assert.Contains("    raise the quota, or lower requests or replicas\n", without.Output, StringComparison.Ordinal);
        var warnings = without.Output.Split("warnings, the last one last:\n")[1].Split('\n');
        var times = warnings.TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => line[..22]).ToList();
        Assert.NotEmpty(times);
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
    }

    /// <summary>P-166, P-231: a test that failed keeps its pod; its log, and the Service that it could not reach, are shown.</summary>
    [Fact]
    public async Task A_failed_test_is_explained()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Write("chart/templates/test.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: "{{ .Release.Name }}-probe", annotations: {helm.sh/hook: test}}
            spec: {nodeName: node-a, restartPolicy: Never, containers: [{name: wget, image: i, args: ["{{ .Release.Name }}-web:80"]}]}
            """);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        Log(bench, "shop-probe", "wget", "connection refused\n");
        bench.Place.PlayNode(
            "{phase: Failed, containerStatuses: [{name: wget, ready: false, restartCount: 0, image: i, imageID: i, state: {terminated: "
            + "{exitCode: 1, reason: Error}}}]}");
        var test = await bench.Program.HelmAsync(bench.Words("test", "shop", "--logs", "--timeout", "30s"));
        Assert.Equal(1, test.Exit);
        Assert.Contains("POD LOGS: shop-probe", test.Output, StringComparison.Ordinal);
        Assert.Contains("connection refused", test.Output, StringComparison.Ordinal);
        var report = await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"));
        Assert.Contains("Pod/shop-probe (hook test): failed", report.Output, StringComparison.Ordinal);
        Assert.Contains("      connection refused\n", report.Output, StringComparison.Ordinal);
        Assert.Contains("Service/shop-web: no pod is ready behind it\n", report.Output, StringComparison.Ordinal);
        var command = $"kubectl port-forward service/shop-web -n {bench.Namespace} PORT";
        Assert.Contains($"try it by hand: {command}\n", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_that_works_says_so_and_programs_get_json()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Place.PlayNode("{phase: Running, conditions: [{type: Ready, status: \"True\"}]}");
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart", "--wait", "--timeout", "60s"))).Succeeds();
        var report = (await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"))).Succeeds();
        Assert.Equal(
            $"release shop in {bench.Namespace}: revision 1 is deployed: Install complete\nall 7 objects are there and work\n",
            report.Output);
        (await bench.Program.HelmAsync(bench.Words("uninstall", "shop", "--keep-history"))).Succeeds();
        var json = await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop", "-o", "json"));
        JsonShape.Check("pipeline explain", json.Output);
        var found = JsonNode.Parse(json.Output)!;
        Assert.Equal((1, false, "uninstalled"), (json.Exit, (bool)found["healthy"]!, (string?)found["status"]));
        Assert.Contains("NotFound", found["objects"]!.AsArray().Select(item => (string?)item!["state"]));
    }

    [Fact]
    public async Task A_service_of_a_workload_that_is_scaled_to_zero_is_not_broken()
    {
        await using var bench = await DeployBench.CreateAsync();
        var all = System.IO.Path.Combine(bench.Program.Path, "chart/templates/all.yaml");
        var text = await File.ReadAllTextAsync(all, TestContext.Current.CancellationToken);
        bench.Program.Write("chart/templates/all.yaml", text.Replace("replicas: 1", "replicas: 0", StringComparison.Ordinal));
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart", "--wait", "--timeout", "60s"))).Succeeds();
        var report = (await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"))).Succeeds();
        Assert.EndsWith("all 7 objects are there and work\n", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_account_may_not_list_is_named()
    {
        await using var bench = await DeployBench.CreateAsync();
        await bench.SignInAsync([]);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        var report = await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"));
        Assert.Contains("not looked at, for want of the right to list them: ", report.Output, StringComparison.Ordinal);
        Assert.Contains("resourcequotas", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_the_command_line_are_named()
    {
        await using var bench = await DeployBench.CreateAsync();
        var none = await bench.Program.RunAsync(bench.Words("pipeline", "explain", "none"));
        Assert.Equal(1, none.Exit);
        Assert.Contains($"there is no release none in {bench.Namespace}", none.Error, StringComparison.Ordinal);
        bench.Program.Variables["HELM_DRIVER"] = "etcd";
        foreach (var verb in (string[])["explain", "recover"])
        {
            var refused = await bench.Program.RunAsync(bench.Words("pipeline", verb, "shop"));
            Assert.NotEqual(0, refused.Exit);
            Assert.Contains("HELM_DRIVER: \"etcd\" holds no releases", refused.Error, StringComparison.Ordinal);
        }
    }

    private static string Counted(string status) =>
        status.Contains("restartCount", StringComparison.Ordinal) ? status : "restartCount: 0, " + status;

    private static async Task SetPodAsync(DeployBench bench, string status)
    {
        var pod = await WaitAsync(bench, "pods", _ => true);
        await bench.Place.SetStatusAsync($"pods/{pod["metadata"]!["name"]}", status);
    }

    private static async Task<JsonNode> WaitAsync(DeployBench bench, string kind, Func<JsonNode, bool> isMeant)
    {
        using var calls = new AdminCalls();
        while (true)
        {
            var items = await calls.ListAsync($"/api/v1/namespaces/{bench.Namespace}/{kind}");
            if (items.FirstOrDefault(isMeant) is { } found)
            {
                return found;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    // What a container printed, as the node of the test servers has it.
    private static void Log(DeployBench bench, string pod, string container, string text)
    {
        var folder = Path.Combine(Cluster.Folder, "node", bench.Namespace, pod);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, container), text);
    }
}
