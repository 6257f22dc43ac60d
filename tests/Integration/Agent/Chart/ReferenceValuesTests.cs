using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Integration.Agent.Chart;

/// <summary>A values file that was written for the reference operator's chart goes on working (spec external-secrets.md 5.6).</summary>
public sealed class ReferenceValuesTests
{
    private static readonly string Values = Path.Combine(AppContext.BaseDirectory, "testdata", "chart", "reference-values.yaml");

    [Fact]
    public async Task Its_settings_have_their_effect_in_the_pod()
    {
        var deployment = One(await RenderedChart.RenderFileAsync(Values), "Deployment");
        var head = deployment.Child("metadata")!;
        Assert.Equal(("external-secrets", "secrets-system"), (head.Text("name"), head.Text("namespace")));
        Assert.Equal("platform", head.TextMap("labels")["owner"]);
        Assert.Equal("true", head.TextMap("annotations")["reloader"]);
        var spec = deployment.Child("spec")!;
        Assert.Equal((2, 3, "Recreate"),
            (spec.Integer("replicas"), spec.Integer("revisionHistoryLimit"), spec.Child("strategy")!.Text("type")));
        var pod = spec.Child("template")!;
        var labels = pod.Child("metadata")!.TextMap("labels");
        Assert.Equal(("own", "a", "platform"), (labels["team"], labels["zone"], labels["owner"]));
        Assert.Equal("own", pod.Child("metadata")!.TextMap("annotations")["note"]);
        var made = pod.Child("spec")!;
        Assert.Equal(
            ("pull", "vault.internal", "from-global", "zone", "ndots"),
            (made.Children("imagePullSecrets").Single().Text("name"), made.Children("hostAliases").Single().Texts("hostnames").Single(),
                made.Children("tolerations").Single().Text("key"), made.Children("topologySpreadConstraints").Single().Text("topologyKey"),
                made.Child("dnsConfig")!.Children("options").Single().Text("name")));
        Assert.Equal([new("kubernetes.io/os", "linux")], made.TextMap("nodeSelector"));
        Assert.Equal((60, "system-cluster-critical"), (made.Integer("terminationGracePeriodSeconds"), made.Text("priorityClassName")));
        Assert.Equal(["agent", "side"], made.Children("containers").Select(one => one.Text("name")));
        Assert.Equal(["wait"], made.Children("initContainers").Select(one => one.Text("name")));
        Assert.Equal([], RestrictedPods.Violations(made));

        // Its own image is not that of this agent.
        var agent = made.Children("containers")[0];
        Assert.Equal(("secretskit-agent:0.1.0", "Always"), (agent.Text("image"), agent.Text("imagePullPolicy")));
        Assert.Equal("HTTPS_PROXY", agent.Children("env").Single().Text("name"));
        Assert.Equal("32Mi", agent.Child("resources")!.Child("requests")!.Text("memory"));
        var probe = agent.Child("livenessProbe")!;
        Assert.Equal((11, "/healthz", "live"),
            (probe.Integer("initialDelaySeconds"), probe.Child("httpGet")!.Text("path"), probe.Child("httpGet")!.Text("port")));
        Assert.False(probe.Has("address") || probe.Has("port"));
    }

    [Fact]
    public async Task Its_settings_are_flags_that_the_agent_knows()
    {
        var flags = One(await RenderedChart.RenderFileAsync(Values), "Deployment").Below("spec", "template", "spec")
            .Children("containers")[0].Texts("args");
        string[] expected =
        [
            "--metrics-addr=:9090", "--live-addr=:8086", "--loglevel=warn", "--zap-time-encoding=iso8601", "--concurrent=1",
            "--enable-leader-election=true", "--enable-extended-metric-labels=true", "--controller-class=team",
            "--enable-cluster-push-secret-reconciler=false", "--unsafe-allow-generic-targets=true", "--client-qps=50",
            "--enable-flood-gate", "--enable-secrets-caching=true",
        ];
        Assert.Equal(expected, flags);
        Assert.True(SecretsKit.Agent.Settings.AgentSettings.Read(flags, new([], "/")).Options.HasObjectLabels);
    }

    [Theory]
    [InlineData("--experimental-enable-aws-session-cache")]
    [InlineData("--experimental-enable-vault-token-cache=true", "--experimental-vault-token-cache-size=1000")]
    [InlineData("--loglevel=panic", "--zap-time-encoding=rfc3339nano", "--client-burst=1000")]
    public void Flags_of_its_former_versions_are_no_reason_to_end(params string[] flags) =>
        Assert.NotNull(SecretsKit.Agent.Settings.AgentSettings.Read(flags, new([], "/")));

    [Fact]
    public async Task Its_settings_have_their_effect_around_the_pod()
    {
        var all = await RenderedChart.RenderFileAsync(Values);
        var account = One(all, "ServiceAccount").Child("metadata")!;
        Assert.Equal("external-secrets", account.Text("name"));
        Assert.Equal("true", account.TextMap("labels")["azure.workload.identity/use"]);
        Assert.StartsWith("arn:", account.TextMap("annotations")["eks.amazonaws.com/role-arn"], StringComparison.Ordinal);
        Assert.Equal("budget", One(all, "PodDisruptionBudget").Child("metadata")!.Text("name"));
        var service = One(all, "Service").Child("spec")!;
        Assert.Equal(("PreferDualStack", 9091), (service.Text("ipFamilyPolicy"), service.Children("ports").Single().Integer("port")));
        Assert.Equal(["IPv4", "IPv6"], service.Texts("ipFamilies"));
        var board = all.Single(tree => tree.Text("kind") == "ConfigMap" && tree.Child("metadata")!.TextMap("labels").ContainsKey("dash"));
        Assert.Equal(("yes", "board"),
            (board.Child("metadata")!.TextMap("labels")["dash"], board.Child("metadata")!.TextMap("labels")["kind"]));
        Assert.Contains(all, tree => tree.Child("metadata")!.Text("name") == "extra-rel");
        Assert.Contains(all, tree => tree.Child("metadata")!.Text("name") == "text-rel");
        Assert.DoesNotContain(all, tree => tree.Text("kind") == "ServiceMonitor");
        Assert.DoesNotContain(all, tree => tree.Child("metadata")!.Text("name") == "clusterpushsecrets.external-secrets.io");
        Assert.All(
            all.Where(tree => tree.Text("kind") == "CustomResourceDefinition"),
            tree => Assert.Equal("yes", tree.Child("metadata")!.TextMap("annotations")["kept"]));
        Assert.All(all.Where(IsNamespaced), tree => Assert.Equal("secrets-system", tree.Child("metadata")!.Text("namespace")));
    }

    [Fact]
    public async Task Its_rights_are_those_of_its_settings()
    {
        var all = await RenderedChart.RenderFileAsync(Values);
        var roles = all.Where(tree => tree.Text("kind") == "ClusterRole")
            .ToDictionary(tree => tree.Child("metadata")!.Text("name"), StringComparer.Ordinal);
        Assert.Contains(
            "servicebinding.io/controller", roles["external-secrets-servicebindings"].Child("metadata")!.TextMap("labels").Keys);
        Assert.DoesNotContain(
            "rbac.authorization.k8s.io/aggregate-to-edit", roles["external-secrets-edit"].Child("metadata")!.TextMap("labels").Keys);
        var rules = roles["external-secrets"].Children("rules");
        Assert.Equal(["update"], rules.Single(rule => rule.Texts("resources").Contains("externalsecrets/finalizers")).Texts("verbs"));
        var generators = rules.First(rule => rule.Texts("apiGroups").Contains("generators.external-secrets.io")).Texts("resources");
        Assert.Contains("passwords", generators);
        Assert.DoesNotContain("clustergenerators", generators);
        Assert.Contains(rules, rule => rule.Texts("resources").Contains("configmaps") && rule.Texts("verbs").Contains("create"));
        Assert.Equal(["get"], rules.Single(rule => rule.Texts("resources").Contains("applications")).Texts("verbs"));
        Assert.Contains(all, tree => tree.Child("roleRef")?.Text("name") == "system:auth-delegator");
    }

    [Theory]
    [InlineData("image.repository: registry.example/external-secrets is the image", "image.repository=registry.example/external-secrets")]
    [InlineData("metrics.listen.secure.enabled: the agent serves metrics without TLS", "metrics.listen.secure.enabled=true")]
    [InlineData(
        "serviceMonitor.renderMode: the cluster has no kind", "serviceMonitor.enabled=true", "serviceMonitor.renderMode=failIfMissing")]
    [InlineData("metrics.listen.auth.enabled: whoever reaches the port gets the metrics", "metrics.listen.auth.enabled=true")]
    [InlineData("image.tag: v2.9.0 is a version of External Secrets Operator", "image.tag=v2.9.0")]
    [InlineData("watchNamespaces: an agent serves one namespace, or all", "watchNamespaces={a,b}")]
    [InlineData("watchNamespaces: scopedNamespace names another namespace", "watchNamespaces={a}", "scopedNamespace=b")]
    public async Task What_cannot_be_done_is_said(string message, params string[] values)
    {
        var (code, output) = await RenderedChart.TryAsync(values);
        Assert.NotEqual(0, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "watchNamespaces={a}")]
    [InlineData("a", "watchNamespaces={a,a}", "scopedNamespace=a")]
    [InlineData("ns", "scopedRBAC=true")]
    public async Task A_scope_never_becomes_the_whole_cluster(string scope, params string[] values)
    {
        var all = await RenderedChart.RenderAsync("rel", "ns", values);
        Assert.DoesNotContain(all, tree => tree.Text("kind").StartsWith("ClusterRole", StringComparison.Ordinal));
        Assert.Equal(scope, all.First(tree => tree.Text("kind") == "Role").Child("metadata")!.Text("namespace"));
        var flags = RenderedChart.FlagsOf(One(all, "Deployment"));
        Assert.Contains($"--namespace={scope}", flags);
        Assert.Contains("--enable-cluster-store-reconciler=false", flags);
    }

    [Theory]
    [InlineData("createClusterSecretStore", "cluster-store")]
    [InlineData("createSecretStore", "secret-store")]
    [InlineData("createPushSecret", "push-secret")]
    [InlineData("createClusterExternalSecret", "cluster-external-secret")]
    [InlineData("createClusterPushSecret", "cluster-push-secret")]
    public async Task A_kind_that_is_not_made_is_not_served(string value, string flag)
    {
        var all = await RenderedChart.RenderAsync("rel", "ns", [$"crds.{value}=false"]);
        Assert.Contains($"--enable-{flag}-reconciler=false", RenderedChart.FlagsOf(One(all, "Deployment")));
    }

    [Theory]
    [InlineData("apiGroup=example.com")]
    [InlineData("apiGroups={example.com}")]
    public async Task Groups_of_generic_targets_are_named_either_way(string group)
    {
        var all = await RenderedChart.RenderAsync(
            "rel", "ns",
            ["genericTargets.enabled=true", $"genericTargets.resources[0].{group}", "genericTargets.resources[0].resources={widgets}"]);
        var rule = all.Where(tree => tree.Text("kind") == "ClusterRole").SelectMany(role => role.Children("rules"))
            .Single(rule => rule.Texts("resources").Contains("widgets"));
        Assert.Equal(["example.com"], rule.Texts("apiGroups"));
    }

    [Fact]
    public async Task The_lease_can_have_a_name_of_its_own()
    {
        var all = await RenderedChart.RenderAsync("rel", "ns", ["leaderElect=true", "leaderElectionID=mine"]);
        Assert.Contains("--leader-election-id=mine", RenderedChart.FlagsOf(One(all, "Deployment")));
        Assert.Equal(["mine"], One(all, "Role").Children("rules").SelectMany(rule => rule.Texts("resourceNames")));
    }

    [Fact]
    public async Task Values_of_older_and_newer_charts_have_their_effect()
    {
        var all = await RenderedChart.RenderAsync(
            "rel", "ns",
            [
                "livenessProbe.spec.httpGet.port=8081", "livenessProbe.spec.httpGet.path=/healthz", "extraArgs.enable-flood-gate=",
                "runtimeClassName=gvisor", "schedulerName=own", "networkPolicy.enabled=true",
                "networkPolicy.ingress[0].ports[0].port=8080", "networkPolicy.egress[0].ports[0].port=443",
            ]);
        var pod = One(all, "Deployment").Below("spec", "template", "spec");
        Assert.Equal(("gvisor", "own"), (pod.Text("runtimeClassName"), pod.Text("schedulerName")));
        var agent = pod.Children("containers").Single();
        Assert.Contains("--live-addr=:8081", agent.Texts("args"));
        Assert.Contains("--enable-flood-gate", agent.Texts("args"));
        Assert.Contains(agent.Children("ports"), port => port.Text("name") == "live" && port.Integer("containerPort") == 8081);
        var policy = One(all, "NetworkPolicy").Child("spec")!;
        Assert.Equal([8080], policy.Children("ingress").SelectMany(rule => rule.Children("ports")).Select(port => port.Integer("port")));
        Assert.Equal([443], policy.Children("egress").SelectMany(rule => rule.Children("ports")).Select(port => port.Integer("port")));
    }

    [Fact]
    public async Task A_setting_that_the_chart_does_not_have_is_named()
    {
        var (code, output) = await RenderedChart.InstallAsync("prometheus.enabled=true", "replicaCount=1");
        Assert.True(code == 0, output);
        Assert.Contains("- prometheus: the chart has no such setting", output, StringComparison.Ordinal);

        // All that it has are none of these.
        Assert.Equal(2, output.Split("the chart has no such setting").Length);
    }

    [Fact]
    public async Task Without_the_operator_there_are_definitions_and_roles()
    {
        var all = await RenderedChart.RenderFileAsync(Values, "createOperator=false");
        Assert.DoesNotContain(all, tree => tree.Text("kind") == "Deployment");
        Assert.Contains(all, tree => tree.Text("kind") == "CustomResourceDefinition");
    }

    [Theory]
    [InlineData("force", false)]
    [InlineData("disabled", true)]
    public async Task OpenShift_chooses_users_itself(string mode, bool hasUser)
    {
        var all = await RenderedChart.RenderFileAsync(Values, $"global.compatibility.openshift.adaptSecurityContext={mode}");
        var pod = One(all, "Deployment").Below("spec", "template", "spec");
        Assert.Equal(hasUser, pod.Children("containers")[0].Child("securityContext")!.Has("runAsUser"));
        Assert.Equal(hasUser, pod.Child("securityContext")!.Has("fsGroup"));
    }

    private static bool IsNamespaced(MapValue tree) => tree.Text("kind") is "Deployment" or "Service" or "ServiceAccount" or "Role"
        or "RoleBinding" or "PodDisruptionBudget";

    private static MapValue One(IReadOnlyList<MapValue> all, string kind) => all.Single(tree => tree.Text("kind") == kind);
}
