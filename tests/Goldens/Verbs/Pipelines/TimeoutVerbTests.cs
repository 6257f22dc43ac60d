using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Verbs.Pipelines;

/// <summary>P-056, P-057: which timeout a deploy needs, by kind of workload.</summary>
public sealed class TimeoutVerbTests : IDisposable
{
    private readonly VerbRun _run = new();

    public TimeoutVerbTests() => _run.Write("chart/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");

    public static TheoryData<string, int, string> Workloads => new()
    {
        // Pods times start, and the buffer of a minute.
        { "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 3}}", 150, "3m" },
        { "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}", 90, "2m" },
        { "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 20, minReadySeconds: 5}}", 760, "13m" },
        { "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 8}}", 300, "5m" },

        // Start-up and readiness are asked after their delay, and once more.
        {
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{readinessProbe: "
            + "{initialDelaySeconds: 20, periodSeconds: 5}, startupProbe: {periodSeconds: 3}}]}}}}", 118, "2m"
        },

        // Init containers run once for pods that start together, and for each of those that start in order.
        {
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, "
            + "spec: {replicas: 2, template: {spec: {initContainers: [{}, {}]}}}}",
            180, "5m"
        },
        {
            "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {replicas: 3, template: {spec: {initContainers: [{}]}}}}",
            240, "10m"
        },
        { "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {replicas: 9, podManagementPolicy: Parallel}}", 90, "2m" },
        { "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a}}", 150, "3m" },
        { "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {completions: 5, parallelism: 2}}", 330, "6m" },
        { "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", 0, "2m" },
        { "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: -5}}", 60, "2m" },
    };

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task Each_kind_has_its_estimate(string manifest, int seconds, string suggested)
    {
        _run.Write("chart/templates/a.yaml", manifest);
        var result = await _run.RunAsync("pipeline", "timeout", "chart", "-o", "json");
        var json = JsonNode.Parse(result.OutputText)!;
        Assert.Equal((seconds, suggested), ((int)json["neededSeconds"]!, (string?)json["suggested"]));
    }

    [Fact]
    public async Task A_timeout_that_is_too_short_fails_and_the_longest_workload_decides()
    {
        _run.Write("chart/templates/a.yaml", """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec: {replicas: {{ .Values.replicas }}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: migrate, annotations: {helm.sh/hook: pre-upgrade}}
            """);
        var result = await _run.RunAsync("pipeline", "timeout", "chart", "--set", "replicas=10", "--timeout", "5m");
        Assert.Equal(1, result.Exit);
        Assert.Equal(
            """
              WORKLOAD             PODS   POD START   INIT   ESTIMATE   USUAL
              Deployment/web       1      30s         0s     1m30s      2m to 5m
              StatefulSet/db       10     30s         0s     6m         10m to 30m
              Job/migrate (hook)   1      1m30s       0s     2m30s      2m to 5m

            --timeout 5m is too short for 6m; suggested: --timeout 10m

            """,
            result.OutputText);
        Assert.Equal(0, (await _run.RunAsync("pipeline", "timeout", "chart", "--set", "replicas=10", "--timeout", "6m")).Exit);
        var slow = await _run.RunAsync("pipeline", "timeout", "chart", "--set", "replicas=10", "--pod-start", "90s", "--buffer", "0s");
        Assert.Contains("suggested: --timeout 15m\n", slow.OutputText);
    }

    [Theory]
    [InlineData("--timeout", "soon")]
    [InlineData("--pod-start", "-1s")]
    [InlineData("--nodes", "0")]
    public async Task Words_that_are_no_times_are_refused(string option, string word)
    {
        _run.Write("chart/templates/a.yaml", "");
        var result = await _run.RunAsync("pipeline", "timeout", "chart", option, word);
        Assert.Equal(64, result.Exit);
        Assert.Contains(option, result.ErrorText);
    }
}
