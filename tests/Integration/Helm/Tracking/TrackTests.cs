using SecretsKit.Integration.Kubernetes;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Tracking;

/// <summary>What <c>--track</c> shows of a deploy on a real API server, whose node has logs.</summary>
public sealed class TrackTests
{
    private const string Running =
        "{phase: Running, conditions: [{type: Ready, status: \"False\"}], containerStatuses: [{name: main, ready: false, restartCount: 0, "
        + "image: i, imageID: i, state: {running: {}}}]}";

    private const string Ready =
        "{phase: Running, conditions: [{type: Ready, status: \"True\"}], containerStatuses: [{name: main, ready: true, restartCount: 0, "
        + "image: i, imageID: i, state: {running: {}}}]}";

    private const string Succeeded =
        "{phase: Succeeded, containerStatuses: [{name: main, ready: false, restartCount: 0, image: i, imageID: i, state: {terminated: "
        + "{exitCode: 0}}}]}";

    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: "{{ .Release.Name }}-web", annotations: {a: b {{- if .Values.silent }}, secretskit.io/skip-logs: "true"{{ end }}}}
        spec:
          selector: {matchLabels: {app: "{{ .Release.Name }}"}}
          template:
            metadata: {labels: {app: "{{ .Release.Name }}"}}
            spec: {nodeName: node-a, containers: [{name: main, image: "registry.example.com/web:{{ .Values.tag }}"}]}
        """;

    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gears.GROUP}
        spec:
          group: GROUP
          scope: Namespaced
          names: {plural: gears, singular: gear, kind: Gear, listKind: GearList}
          versions:
          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
        """;

    private const string Setup = """
        apiVersion: v1
        kind: Pod
        metadata: {name: "{{ .Release.Name }}-setup", annotations: {helm.sh/hook: pre-install}}
        spec: {restartPolicy: Never, nodeName: node-a, containers: [{name: main, image: i}]}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>P-224: changes, the logs of new containers, warnings and a summary are lines in a log.</summary>
    [Fact]
    public async Task A_pipe_gets_changes_logs_warnings_and_a_summary()
    {
        await using var bench = await CreateAsync();
        using var node = new NodePlay(bench);
        var play = node.ReadyAfterAsync(Running, Ready, "web", "FailedMount");
        var result = await bench.Program.HelmAsync(
            bench.Words("install", "r", "chart", "--wait", "--track", "--timeout", "60s"));
        Assert.Equal("", await play);
        result.Succeeds();
        Assert.Contains("Deployment/r-web: waiting: ", result.Error, StringComparison.Ordinal);
        Assert.Matches("(?m)^r-web-[^/]*/main: main line 1\nr-web-[^/]*/main: main line 2$", result.Error);
        Assert.Matches("(?m)^warning: Pod/r-web-.*: FailedMount \\(2 times\\): no such volume$", result.Error);
        Assert.Matches("(?m)^Deployment/r-web: ready\n1 of 1 objects ready after [0-9]+s$", result.Error);
    }

    [Fact]
    public async Task Nothing_more_than_helm_prints_is_shown_unless_asked()
    {
        await using var bench = await CreateAsync();
        bench.Place.PlayNode(Ready);
        var result = await bench.Program.HelmAsync(bench.Words("install", "r", "chart", "--wait", "--timeout", "60s"));
        Assert.Equal("", result.Succeeds().Error);
    }

    [Fact]
    public async Task Logs_are_groups_on_a_build_server_and_hooks_are_tracked_without_a_wait()
    {
        await using var bench = await CreateAsync();
        bench.Program.Write("chart/templates/setup.yaml", Setup);
        bench.Program.Variables["GITHUB_ACTIONS"] = "true";
        bench.Program.Variables["SECRETSKIT_TRACK"] = "true";
        Log(bench, "r-setup", "one\n::set-output name=x::y\ntwo");
        bench.Place.PlayNode(Succeeded);
        var result = await bench.Program.HelmAsync(bench.Words("install", "r", "chart", "--set", "silent=true"));
        Assert.Contains(
            "::group::log of r-setup/main\n  one\n  \\x3a:set-output name=x::y\n  two\n::endgroup::\n",
            result.Succeeds().Error,
            StringComparison.Ordinal);
        Assert.Matches("(?m)^1 of 1 objects ended after [0-9]+s$", result.Error);
    }

    [Fact]
    public async Task Annotations_keep_logs_out()
    {
        await using var bench = await CreateAsync();
        using var node = new NodePlay(bench);
        var play = node.ReadyAfterAsync(Running, Ready, "web", "");
        var result = await bench.Program.HelmAsync(
            bench.Words("install", "r", "chart", "--wait", "--track", "--timeout", "60s", "--set", "silent=true"));
        Assert.Equal("", await play);
        Assert.DoesNotContain("main line", result.Succeeds().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decrypted_values_in_logs_and_warnings_are_not_shown()
    {
        await using var bench = await CreateAsync();
        foreach (var (path, text) in Transcripts.TranscriptCase.Load("secrets", "helm4/secrets-deploy").Files)
        {
            bench.Program.Write(path, text);
        }

        bench.Program.Variables["SOPS_AGE_KEY_FILE"] = "age.key";
        bench.Program.Write("chart/templates/setup.yaml", Setup);
        Log(bench, "r-setup", "password is from-vault-room\n");
        bench.Place.PlayNode(Succeeded);
        var result = await bench.Program.HelmAsync(bench.Words("install", "r", "chart", "--track", "-f", "secrets.yaml"));
        Assert.Contains("r-setup/main: password is [REDACTED]\n", result.Succeeds().Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_resources_are_waited_for_by_all_their_conditions()
    {
        await using var bench = await CreateAsync();
        var group = $"track-{Guid.NewGuid():N}.example.com"[..30].TrimEnd('.') + ".example.com";
        await bench.Place.ApplyAsync(Definition.Replace("GROUP", group, StringComparison.Ordinal));
        try
        {
            bench.Program.Write("chart/templates/all.yaml", $"apiVersion: {group}/v1\nkind: Gear\nmetadata: {{name: g}}\n");
            var gear = new SecretsKit.Kubernetes.Objects.ResourceRef($"{group}/v1", "Gear", bench.Namespace, "g");
            (await bench.Program.HelmAsync(bench.Words("install", "r", "chart"))).Succeeds();
            await bench.Place.PatchAsync(gear, "{status: {conditions: [{type: Available, status: \"False\", message: warming up}]}}");
            bench.Program.Write("chart/values.yaml", "a: b\n");
            var upgrade = bench.Program.HelmStart(bench.Words("upgrade", "r", "chart", "--wait", "--track", "--timeout", "60s"));
            await upgrade.PrintsAsync("Gear/g: waiting: warming up\n");
            Assert.False(upgrade.Result.IsCompleted);
            await bench.Place.PatchAsync(gear, "{status: {conditions: [{type: Available, status: \"True\"}]}}");
            (await upgrade.Result).Succeeds();

            // The reference looks at the condition Ready alone, and so do we unless asked.
            await bench.Place.PatchAsync(gear, "{status: {conditions: [{type: Available, status: \"False\"}]}}");
            (await bench.Program.HelmAsync(bench.Words("upgrade", "r", "chart", "--wait", "--timeout", "60s"))).Succeeds();
        }
        finally
        {
            await bench.Place.Objects.DeleteAsync(
                new("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", $"gears.{group}"),
                SecretsKit.Kubernetes.Objects.DeleteOptions.Default,
                CancellationToken.None);
        }
    }

    private static async Task<DeployBench> CreateAsync()
    {
        var bench = await DeployBench.CreateAsync();
        bench.Program.Write("chart/values.yaml", "tag: one\n");
        bench.Program.Write("chart/templates/all.yaml", Web);
        return bench;
    }

    // What a container of a pod prints, as the node of the test servers has it.
    private static void Log(DeployBench bench, string pod, string text)
    {
        var folder = Path.Combine(Cluster.Folder, "node", bench.Namespace, pod);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "main"), text);
        File.WriteAllText(Path.Combine(folder, "main.ended"), "");
    }
}
