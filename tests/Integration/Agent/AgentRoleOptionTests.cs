using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Agent;

/// <summary>
/// What a switch of the chart adds to the roles is used by what the switch adds to the agent, and nothing more is: as for the chart without
/// switches, in <see cref="AgentRoleTests"/>.
/// </summary>
public sealed class AgentRoleOptionTests : IDisposable
{
    private const string Ready = """{"conditions":[{"type":"Ready","status":"True","reason":"Valid","message":"store validated"}]}""";

    private readonly HttpServer _grafana;
    private int _tokens;

    public AgentRoleOptionTests() => _grafana = new(request => (request.Method, request.Target) switch
    {
        ("GET", _) => ServedAnswer.Found("""{"serviceAccounts":[{"id":2,"name":"ci","login":"sa-ci"}]}"""),
        ("POST", _) when Interlocked.Increment(ref _tokens) is var made =>
            ServedAnswer.Found($$"""{"id":{{made}},"key":"canary-{{made}}"}"""),
        _ => ServedAnswer.Found("{}"),
    });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _grafana.Dispose();

    [Theory]
    [InlineData("restartWorkloads", "")]
    [InlineData("syncOnChange", "")]
    [InlineData("processGeneratorState", "")]
    [InlineData("restartWorkloads syncOnChange processGeneratorState", "scoped")]
    public async Task Each_right_that_a_switch_adds_is_needed_and_none_is_missing(string switches, string scope)
    {
        var on = switches.Split(' ');
        var isScoped = scope.Length > 0;
        await using var bench = await AgentRoleBench.StartAsync($"role-{on[0]}{scope}");
        var kubeconfig = await bench.InstallAsync(
        [
            "leaderElect=true", "sops.keysSecret=agent-keys", "processClusterExternalSecret=false", "processClusterPushSecret=false",
            .. on.Contains("processGeneratorState") ? (string[])[] : ["processGeneratorState=false"],
            .. on.Where(name => name != "processGeneratorState").Select(name => $"{name}=true"),
            .. isScoped ? (string[])["scopedNamespace=one", "scopedRBAC=true"] : [],
        ]);
        var document = await bench.EncryptAsync("system", "agent-keys");
        await using var agent = new AgentProcess(
            [("HTTP_PROXY", _grafana.Url)],
            [.. bench.Flags, "--restart-delay=1s", "--generator-gc-grace-period=1s", $"--kubeconfig={kubeconfig}"]);
        await AgentRoleTests.PlayAsync(bench, document);
        if (!isScoped)
        {
            await AgentRoleTests.WideAsync(bench);
        }

        foreach (var name in on)
        {
            await (name switch
            {
                "restartWorkloads" => RestartAsync(bench),
                "syncOnChange" => FollowAsync(bench),
                _ => GenerateAsync(bench),
            });
        }

        await AgentRoleTests.CompareAsync(bench, agent);
    }

    [Fact]
    public async Task An_agent_that_writes_nothing_needs_each_right_and_has_none_to_write()
    {
        await using var bench = await AgentRoleBench.StartAsync("role-shadow");
        var kubeconfig = await bench.InstallAsync("shadowMode=true");
        await bench.ApplyAsync(AgentRoleTests.Sources);
        await bench.ApplyAsync("""
            {apiVersion: v1, kind: ConfigMap, metadata: {name: texts, namespace: one}, data: {text: "{{ .password }}"} }
            ---
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: store, namespace: one}
            spec: {provider: {fake: {data: [{key: a, value: canary-a}] } } }
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: templated, namespace: one}
            spec:
              secretStoreRef: {name: store, kind: SecretStore}
              target: {template: {templateFrom: [{configMap: {name: texts, items: [{key: text}] } }] } }
              data: [{secretKey: password, remoteRef: {key: a} }]
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: from-cluster, namespace: one}
            spec: {secretStoreRef: {name: cluster, kind: SecretStore}, data: [{secretKey: a, remoteRef: {key: a} }] }
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: from-cloud, namespace: one}
            spec: {secretStoreRef: {name: cloud, kind: SecretStore}, data: [{secretKey: a, remoteRef: {key: a} }] }
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: generated, namespace: one}
            spec:
              dataFrom: [{sourceRef: {generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: made} } }]
            """);
        foreach (var name in (string[])["store", "cluster", "cloud"])
        {
            await bench.WriteStatusAsync("SecretStore", "one", name, Ready);
        }

        Assert.DoesNotContain(
            bench.Granted, right => right is { Verb: not ("get" or "list" or "watch"), Resource: not "serviceaccounts/token" });
        await using var agent = new AgentProcess([.. bench.Flags, $"--kubeconfig={kubeconfig}"]);
        await AgentRoleTests.CompareAsync(bench, agent);
    }

    private static async Task RestartAsync(AgentRoleBench bench)
    {
        const string container = "{name: c, image: x, envFrom: [{secretRef: {name: restarting} }] }";
        const string pod = $"{{metadata: {{labels: {{app: x}} }}, spec: {{containers: [{container}] }} }}";
        foreach (var kind in (string[])["Deployment", "StatefulSet", "DaemonSet"])
        {
            await bench.ApplyAsync($$"""
                apiVersion: apps/v1
                kind: {{kind}}
                metadata: {name: reads, namespace: one}
                spec:
                  {{(kind == "StatefulSet" ? "serviceName: x" : "revisionHistoryLimit: 3")}}
                  selector: {matchLabels: {app: x} }
                  template: {{pod}}
                """);
        }

        await bench.ApplyAsync("""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: restarting, namespace: one, annotations: {secretskit.io/restart-workloads: "true"} }
            spec: {secretStoreRef: {name: store, kind: SecretStore}, data: [{secretKey: password, remoteRef: {key: a} }] }
            """);
        await bench.UntilAsync("the Secret restarting", () => bench.IsThereAsync("v1", "Secret", "one", "restarting"));
        await bench.PatchAsync(
            "external-secrets.io/v1", "ExternalSecret", "one", "restarting",
            """{"spec":{"data":[{"secretKey":"password","remoteRef":{"key":"b"}}]}}""");
    }

    private static Task FollowAsync(AgentRoleBench bench) => bench.ApplyAsync("""
        {apiVersion: v1, kind: ConfigMap, metadata: {name: file, namespace: one}, data: {s.yaml: "a: b"} }
        ---
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: file, namespace: one}
        spec: {provider: {sopsFile: {configMapRef: {name: file, key: s.yaml} } } }
        """);

    // Generators reach no address of this machine, but a proxy of it.
    private static async Task GenerateAsync(AgentRoleBench bench)
    {
        await bench.ApplyAsync("""
            {apiVersion: v1, kind: Secret, metadata: {name: grafana, namespace: one}, stringData: {token: canary-admin} }
            ---
            apiVersion: generators.external-secrets.io/v1alpha1
            kind: Grafana
            metadata: {name: grafana, namespace: one}
            spec:
              url: http://grafana.test
              serviceAccount: {name: ci, role: Viewer}
              auth: {token: {name: grafana, key: token} }
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: token, namespace: one}
            spec:
              secretStoreRef: {name: store, kind: SecretStore}
              dataFrom: [{sourceRef: {generatorRef: {kind: Grafana, name: grafana} } }]
            """);
        await bench.UntilAsync("the Secret token", () => bench.IsThereAsync("v1", "Secret", "one", "token"));
        await bench.PatchAsync(
            "external-secrets.io/v1", "ExternalSecret", "one", "token", """{"metadata":{"annotations":{"force-sync":"1"}}}""");
    }
}
