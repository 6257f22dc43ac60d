using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Agent.Chart;

/// <summary>What the agent's chart makes of its values, by the program's own helm command line.</summary>
public sealed class AgentChartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData]
    [InlineData("replicaCount=2", "leaderElect=true", "podDisruptionBudget.enabled=true", "networkPolicy.enabled=true")]
    [InlineData("scopedNamespace=team", "scopedRBAC=true")]
    [InlineData("otlp.endpoint=https://c:4318", "otlp.metrics=true", "otlp.headersSecret.name=h", "networkPolicy.enabled=true")]
    [InlineData("shards=3", "metrics.service.enabled=true", "serviceMonitor.enabled=true", "prometheusRule.enabled=true")]
    public async Task Is_free_of_findings(params string[] values)
    {
        var (code, output) = await RenderedChart.LintAsync(values);
        Assert.True(code == 0, output);
        Assert.DoesNotContain("[ERROR]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("[WARNING]", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("shards=3", "leaderElect=true")]
    [InlineData("scopedNamespace=team", "scopedRBAC=true", "sops.keysSecret=keys")]
    public async Task Its_pods_keep_to_the_pod_security_standard_restricted(params string[] values)
    {
        var pods = (await RenderAsync(values)).Where(tree => tree.Text("kind") == "Deployment")
            .Select(tree => tree.Below("spec", "template", "spec")).ToList();
        Assert.NotEmpty(pods);
        Assert.All(pods, pod => Assert.Equal([], RestrictedPods.Violations(pod)));
    }

    [Theory]
    [InlineData("hostNetwork may not be true", "hostNetwork: true")]
    [InlineData("the volume x is of the kind hostPath", "volumes: [{name: x, hostPath: {path: /}}]")]
    [InlineData("a: capabilities.drop lacks ALL", "containers: [{name: a, securityContext: {capabilities: {drop: [CHOWN]}}}]")]
    [InlineData("a: allowPrivilegeEscalation is not false", "containers: [{name: a, securityContext: {allowPrivilegeEscalation: true}}]")]
    [InlineData("a: runAsNonRoot is not true", "containers: [{name: a}]")]
    [InlineData("a: seccompProfile is neither RuntimeDefault nor Localhost", "containers: [{name: a}]")]
    public void The_standard_is_checked_for_real(string violation, string spec)
    {
        var pod = RenderedChart.Read(spec);
        Assert.Contains(violation, RestrictedPods.Violations(pod));
    }

    [Fact]
    public async Task A_scoped_agent_gets_no_right_outside_of_its_namespace()
    {
        var all = await RenderAsync("scopedNamespace=team", "scopedRBAC=true", "leaderElect=true", "sops.keysSecret=keys");
        Assert.DoesNotContain(all, tree => tree.Text("kind").StartsWith("ClusterRole", StringComparison.Ordinal));
        Assert.Equal(
            ["rel-secretskit-agent in team", "rel-secretskit-agent-keys in ns", "rel-secretskit-agent-lease in ns"],
            all.Where(tree => tree.Text("kind") == "Role").Select(tree => tree.Child("metadata")!)
                .Select(head => $"{head.Text("name")} in {head.Text("namespace")}").Order(StringComparer.Ordinal));
        var flags = RenderedChart.FlagsOf(all.Single(tree => tree.Text("kind") == "Deployment"));
        Assert.Contains("--namespace=team", flags);
        Assert.Contains("--enable-cluster-store-reconciler=false", flags);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("storeLimits.requestsPerSecond=0.5", "--store-qps=0.5")]
    [InlineData("storeLimits.requestsPerSecond=20,storeLimits.concurrency=4", "--store-qps=20 --store-concurrency=4")]
    public async Task Limits_of_stores_are_flags_of_the_agent(string values, string expected)
    {
        var deployment = (await RenderAsync(values.Split(',', StringSplitOptions.RemoveEmptyEntries)))
            .Single(tree => tree.Text("kind") == "Deployment");
        Assert.Equal(
            expected,
            string.Join(' ', RenderedChart.FlagsOf(deployment).Where(flag => flag.StartsWith("--store-", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Each_shard_is_a_Deployment_with_its_own_part_and_lease()
    {
        var all = await RenderAsync("shards=3", "leaderElect=true");
        var deployments = all.Where(tree => tree.Text("kind") == "Deployment").ToList();
        Assert.Equal(
            ["--shard=0/3", "--shard=1/3", "--shard=2/3"],
            deployments.SelectMany(RenderedChart.FlagsOf).Where(flag => flag.StartsWith("--shard", StringComparison.Ordinal)));
        var selected = deployments.Select(tree => tree.Below("spec", "selector", "matchLabels"));
        Assert.Equal(["0", "1", "2"], selected.Select(labels => labels.Text("secretskit.dev/shard")));
        var lease = all.Single(tree => tree.Text("kind") == "Role").Children("rules").SelectMany(rule => rule.Texts("resourceNames"));
        Assert.Equal(["external-secrets-controller-0", "external-secrets-controller-1", "external-secrets-controller-2"], lease);
    }

    [Fact]
    public async Task The_network_policy_lets_nothing_in_but_scrapes_and_probes_and_nothing_out_but_names_and_what_is_listed()
    {
        Assert.DoesNotContain(await RenderAsync(), tree => tree.Text("kind") == "NetworkPolicy");
        var all = await RenderAsync("networkPolicy.enabled=true", "networkPolicy.egressPorts={443,8200}");
        var spec = all.Single(tree => tree.Text("kind") == "NetworkPolicy").Child("spec")!;
        Assert.Equal(["Ingress", "Egress"], spec.Texts("policyTypes"));
        var pod = all.Single(tree => tree.Text("kind") == "Deployment").Below("spec", "template");
        Assert.Equal(
            pod.Child("spec")!.Children("containers").Single().Children("ports").Select(port => port.Text("name")),
            spec.Children("ingress").SelectMany(rule => rule.Children("ports")).Select(port => port.Text("port")));
        Assert.Equal(
            [53, 53, 443, 8200],
            spec.Children("egress").SelectMany(rule => rule.Children("ports")).Select(port => port.Integer("port")!.Value));

        // It selects the pods.
        var labels = pod.Child("metadata")!.TextMap("labels");
        Assert.All(spec.Child("podSelector")!.TextMap("matchLabels"), entry => Assert.Equal(entry.Value, labels[entry.Key]));
    }

    [Theory]
    [InlineData("http://collector.obs:4318", 4318)]
    [InlineData("https://collector.example/base", 443)]
    [InlineData("http://[::1]", 80)]
    public async Task The_collector_is_a_flag_its_credentials_come_from_a_Secret_and_its_port_is_open(string endpoint, int port)
    {
        var all = await RenderAsync(
            $"otlp.endpoint={endpoint}", "otlp.metrics=true", "otlp.sampleRatio=0.1", "otlp.headersSecret.name=otlp-headers",
            "otlp.resourceAttributes.team=a b", "otlp.protocol=grpc", "networkPolicy.enabled=true");
        var deployment = all.Single(tree => tree.Text("kind") == "Deployment");
        Assert.Equal(
            [$"--otlp-endpoint={endpoint}", "--otlp-metrics=true"],
            RenderedChart.FlagsOf(deployment).Where(flag => flag.StartsWith("--otlp", StringComparison.Ordinal)));
        var variables = deployment.Below("spec", "template", "spec").Children("containers").Single().Children("env")
            .ToDictionary(one => one.Text("name"));
        Assert.Equal(
            ("otlp-headers", "headers"),
            (variables["OTEL_EXPORTER_OTLP_HEADERS"].Below("valueFrom", "secretKeyRef").Text("name"),
                variables["OTEL_EXPORTER_OTLP_HEADERS"].Below("valueFrom", "secretKeyRef").Text("key")));
        Assert.Equal("0.1", variables["OTEL_TRACES_SAMPLER_ARG"].Text("value"));
        Assert.Equal("grpc", variables["OTEL_EXPORTER_OTLP_PROTOCOL"].Text("value"));
        Assert.Equal("k8s.namespace.name=ns,k8s.pod.name=$(POD_NAME),team=a%20b", variables["OTEL_RESOURCE_ATTRIBUTES"].Text("value"));
        Assert.Contains(
            all.Single(tree => tree.Text("kind") == "NetworkPolicy").Child("spec")!.Children("egress"),
            rule => rule.Children("ports").ToList() is [var only] && only.Integer("port") == port);

        // Nothing of it without a collector.
        var without = (await RenderAsync()).Single(tree => tree.Text("kind") == "Deployment");
        Assert.DoesNotContain(RenderedChart.FlagsOf(without), flag => flag.StartsWith("--otlp", StringComparison.Ordinal));
        Assert.Empty(without.Below("spec", "template", "spec").Children("containers").Single().Children("env"));
    }

    [Fact]
    public async Task Definitions_are_kept_when_the_release_goes_and_can_be_left_out()
    {
        var all = (await RenderAsync()).Where(tree => tree.Text("kind") == "CustomResourceDefinition").ToList();
        Assert.Equal(Directory.GetFiles(Path.Combine(RenderedChart.Folder, "files", "crds")).Length, all.Count);
        Assert.All(all, tree => Assert.Equal("keep", tree.Child("metadata")!.TextMap("annotations")["helm.sh/resource-policy"]));

        // Servers before 1.30 get the definitions without these, as the test of an installation shows.
        Assert.Contains(all, tree => tree.Child("spec")!.Children("versions").Any(version => version.Has("selectableFields")));
        Assert.DoesNotContain(await RenderAsync("installCRDs=false"), tree => tree.Text("kind") == "CustomResourceDefinition");
    }

    [Theory]
    [InlineData("agent-argocd.yaml")]
    [InlineData("agent-flux.yaml")]
    public async Task Recipes_name_a_chart_that_is_there_and_values_that_it_has(string recipe)
    {
        var file = Path.Combine(Checkout.Root, "docs", "recipes", recipe);
        var documents = RenderedChart.ReadAll(await File.ReadAllTextAsync(file, Ct));
        var spec = documents.Single(tree => tree.Text("kind") is "Application" or "HelmRelease").Child("spec")!;
        var path = spec.Child("source")?.Text("path") ?? spec.Child("chart")!.Child("spec")!.Text("chart");
        Assert.True(File.Exists(Path.Combine(Checkout.Root, path, "Chart.yaml")), path);
        var values = spec.Child("values") ?? spec.Child("source")!.Child("helm")!.Child("valuesObject")!;
        var known = await ReadFileAsync("values.yaml");
        Assert.Equal([], Unknown(values, known, "").ToList());
        var version = (await ReadFileAsync("Chart.yaml")).Text("version");
        var revision = spec.Child("source")?.Text("targetRevision")
            ?? documents.Single(tree => tree.Text("kind") == "GitRepository").Child("spec")!.Child("ref")!.Text("tag");
        Assert.Equal($"v{version}", revision);
    }

    private static IEnumerable<string> Unknown(MapValue given, MapValue known, string path) => given.SortedKeys.ToArray().SelectMany(key =>
    {
        var name = key.RevealText();
        var at = path.Length > 0 ? $"{path}.{name}" : name;
        return !known.Has(name) ? [at]
            : given.Child(name) is { } map && known.Child(name) is { } below ? Unknown(map, below, at) : [];
    });

    private static async Task<IReadOnlyList<MapValue>> RenderAsync(params IEnumerable<string> values) =>
        await RenderedChart.RenderAsync("rel", "ns", values);

    private static async Task<MapValue> ReadFileAsync(string name) =>
        RenderedChart.Read(await File.ReadAllTextAsync(Path.Combine(RenderedChart.Folder, name), Ct));
}
