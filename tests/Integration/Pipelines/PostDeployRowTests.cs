using SecretsKit.Integration.Helm.Faults;
using SecretsKit.Integration.Kubernetes;

namespace SecretsKit.Integration.Pipelines;

/// <summary>What pipelines look at when a deploy is through: whether it serves, bears a load, and what its containers print.</summary>
public sealed class PostDeployRowTests
{
    // A smoke test, a loop of requests that has to end five times, and a look at the metrics.
    private const string Tests = """
        apiVersion: v1
        kind: Pod
        metadata: {name: "{{ .Release.Name }}-smoke", annotations: {helm.sh/hook: test}}
        spec:
          restartPolicy: Never
          containers: [{name: curl, image: "curlimages/curl:8.5.0", command: [curl, "-f", "http://{{ .Release.Name }}-web/healthz"]}]
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: "{{ .Release.Name }}-load", annotations: {helm.sh/hook: test, helm.sh/hook-weight: "1"}}
        spec:
          completions: 5
          parallelism: 5
          template:
            spec:
              restartPolicy: Never
              containers: [{name: loop, image: "curlimages/curl:8.5.0", command: [sh, "-c", "seq 100 | xargs -n1 curl -fs web"]}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: "{{ .Release.Name }}-metrics", annotations: {helm.sh/hook: test, helm.sh/hook-weight: "2"}}
        spec:
          restartPolicy: Never
          containers: [{name: curl, image: "curlimages/curl:8.5.0", command: [sh, "-c", "curl -fs web/metrics | grep http_requests_total"]}]
        """;

    /// <summary>P-165: smoke test, load and metrics, one after another; one that fails is an exit code.</summary>
    [Theory]
    [InlineData("Succeeded", 0)]
    [InlineData("Failed", 1)]
    public async Task P_165_A_smoke_test_a_load_test_loop_and_a_look_at_metrics_decide(string phase, int exit)
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Write("chart/templates/tests.yaml", Tests);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        bench.Place.PlayNode($"{{phase: {phase}}}");
        var test = await bench.Program.HelmAsync(bench.Words("test", "shop", "--timeout", "1m"));
        Assert.Equal(exit, test.Exit);
        string[] run = exit == 0 ? ["smoke", "load", "metrics"] : ["smoke"];
        foreach (var name in run)
        {
            Assert.Contains($"TEST SUITE:     shop-{name}\n", test.Output, StringComparison.Ordinal);
        }

        Assert.Equal(run.Length, test.Output.Split($"Phase:          {phase}").Length - 1);
    }

    /// <summary>P-165: what containers print is looked at where they do not run; a release that works passes.</summary>
    [Fact]
    public async Task P_165_Logs_of_what_does_not_run_are_shown_and_a_release_that_runs_passes()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Write("chart/templates/all.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: "{{ .Release.Name }}-web"}
            spec: {nodeName: node-a, containers: [{name: web, image: i}]}
            """);
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        await bench.Place.SetStatusAsync("pods/shop-web", ProxiedDeploy.ReadyPod);
        (await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"))).Succeeds();

        var folder = Directory.CreateDirectory(Path.Combine(Cluster.Folder, "node", bench.Namespace, "shop-web"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "web"), "listening\nERROR: lost the queue\n", TestContext.Current.CancellationToken);
        await bench.Place.SetStatusAsync(
            "pods/shop-web",
            "{phase: Running, conditions: [{type: Ready, status: \"False\"}], containerStatuses: [{name: web, ready: false, "
            + "restartCount: 3, image: i, imageID: i, state: {terminated: {exitCode: 1, reason: Error}}}]}");
        var report = await bench.Program.RunAsync(bench.Words("pipeline", "explain", "shop"));
        Assert.Equal(1, report.Exit);
        Assert.Contains("      ERROR: lost the queue\n", report.Output, StringComparison.Ordinal);
    }
}
