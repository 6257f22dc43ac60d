namespace SecretsKit.Integration.Agent;

/// <summary>
/// The roles of the agent's chart are enough and not more: a run that does all that the agent can do is refused nothing and uses each
/// right, and no right is given twice, so that any of them that is taken away breaks a request of the run.
/// </summary>
public sealed class AgentRoleTests
{
    // Stores whose tokens the agent asks for, and a generator.
    internal const string Sources = """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: reader, namespace: one}
        ---
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: cluster, namespace: one}
        spec:
          provider:
            kubernetes:
              remoteNamespace: one
              server: {url: "http://127.0.0.1:9"}
              auth: {serviceAccount: {name: reader} }
        ---
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: cloud, namespace: one}
        spec: {provider: {aws: {service: SecretsManager, region: eu-west-1, auth: {jwt: {serviceAccountRef: {name: reader} } } } } }
        ---
        apiVersion: generators.external-secrets.io/v1alpha1
        kind: Password
        metadata: {name: made, namespace: one}
        spec: {length: 20}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_right_in_the_whole_cluster_is_needed_and_none_is_missing()
    {
        await using var bench = await AgentRoleBench.StartAsync("role-wide");
        var kubeconfig = await bench.InstallAsync(
            "leaderElect=true", "processGeneratorState=false", "sops.keysSecret=agent-keys");
        var document = await bench.EncryptAsync("system", "agent-keys");
        await using var agent = new AgentProcess([.. bench.Flags, $"--kubeconfig={kubeconfig}"]);
        await PlayAsync(bench, document);
        await WideAsync(bench);
        await bench.ApplyAsync("""
            apiVersion: external-secrets.io/v1
            kind: ClusterExternalSecret
            metadata: {name: spread}
            spec:
              externalSecretName: spread
              namespaceSelectors: [{matchLabels: {team: one}}, {matchLabels: {team: two}}]
              externalSecretSpec:
                refreshInterval: 1h
                secretStoreRef: {name: wide, kind: ClusterSecretStore}
                data: [{secretKey: password, remoteRef: {key: a}}]
            ---
            apiVersion: external-secrets.io/v1alpha1
            kind: ClusterPushSecret
            metadata: {name: spread}
            spec:
              pushSecretName: spread
              namespaceSelectors: [{matchLabels: {team: one}}, {matchLabels: {team: two}}]
              pushSecretSpec:
                secretStoreRefs: [{name: wide, kind: ClusterSecretStore}]
                selector: {secret: {name: source}}
                data: [{match: {secretKey: own, remoteRef: {remoteKey: pushed}}}]
            """);
        foreach (var (version, kind) in ((string, string)[])
            [("external-secrets.io/v1", "ExternalSecret"), ("external-secrets.io/v1alpha1", "PushSecret")])
        {
            await bench.UntilAsync($"{kind} in both", async () =>
                await bench.IsThereAsync(version, kind, "one", "spread") && await bench.IsThereAsync(version, kind, "two", "spread"));
        }

        await bench.PatchAsync(
            "external-secrets.io/v1", "ClusterExternalSecret", "", "spread",
            """{"spec":{"externalSecretSpec":{"refreshInterval":"2h"}}}""");
        await bench.PatchAsync(
            "external-secrets.io/v1alpha1", "ClusterPushSecret", "", "spread",
            """{"spec":{"pushSecretSpec":{"refreshInterval":"2h"}}}""");
        await Task.Delay(2000, Ct);
        await bench.PatchAsync("v1", "Namespace", "", "two", """{"metadata":{"labels":{"team":null}}}""");
        await CompareAsync(bench, agent);
    }

    [Fact]
    public async Task Each_right_in_one_namespace_is_needed_and_none_is_missing()
    {
        await using var bench = await AgentRoleBench.StartAsync("role-scoped");
        var kubeconfig = await bench.InstallAsync(
            "leaderElect=true", "processGeneratorState=false", "sops.keysSecret=agent-keys", "scopedNamespace=one", "scopedRBAC=true");
        var document = await bench.EncryptAsync("system", "agent-keys");
        await using var agent = new AgentProcess([.. bench.Flags, $"--kubeconfig={kubeconfig}"]);
        await PlayAsync(bench, document);
        await CompareAsync(bench, agent);
    }

    // What an agent of one namespace does, too.
    internal static async Task PlayAsync(AgentRoleBench bench, string document)
    {
        await bench.ApplyAsync(Sources);
        var block = string.Join('\n', document.Split('\n').Select(line => "    " + line));
        await bench.ApplyAsync($$$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: store, namespace: one}
            spec: {provider: {fake: {data: [{key: a, value: canary-a}, {key: b, value: canary-b}] } } }
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: texts, namespace: one}
            data: {text: "{{ .password }}"}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: source, namespace: one}
            stringData: {own: canary-own}
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: plain, namespace: one}
            spec:
              refreshInterval: 1h
              secretStoreRef: {name: store, kind: SecretStore}
              target: {deletionPolicy: Delete}
              data: [{secretKey: password, remoteRef: {key: a} }]
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: failing, namespace: one}
            spec:
              secretStoreRef: {name: store, kind: SecretStore}
              data: [{secretKey: password, remoteRef: {key: missing} }]
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: merged, namespace: one}
            spec:
              secretStoreRef: {name: store, kind: SecretStore}
              target: {name: source, creationPolicy: Merge}
              data: [{secretKey: password, remoteRef: {key: a} }]
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
            metadata: {name: generated, namespace: one}
            spec:
              dataFrom: [{sourceRef: {generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: made} } }]
            ---
            apiVersion: external-secrets.io/v1alpha1
            kind: PushSecret
            metadata: {name: pushed, namespace: one}
            spec:
              deletionPolicy: Delete
              secretStoreRefs: [{name: store, kind: SecretStore}]
              selector: {secret: {name: source}}
              data: [{match: {secretKey: own, remoteRef: {remoteKey: pushed} } }]
            ---
            apiVersion: secretskit.io/v1alpha1
            kind: SopsSecret
            metadata: {name: document, namespace: one}
            spec:
              document: |
            {{{block}}}
            """);
        foreach (var name in (string[])["plain", "templated", "generated", "document"])
        {
            await bench.UntilAsync($"the Secret {name}", () => bench.IsThereAsync("v1", "Secret", "one", name));
        }

        await bench.PatchAsync(
            "external-secrets.io/v1", "ExternalSecret", "one", "plain",
            """{"spec":{"data":[{"secretKey":"password","remoteRef":{"key":"b"}}]}}""");
        await Task.Delay(2000, Ct);
        await bench.Objects.DeleteAsync(new("external-secrets.io/v1", "ExternalSecret", "one", "plain"), new(), Ct);
    }

    // What stores of the whole cluster need.
    internal static async Task WideAsync(AgentRoleBench bench)
    {
        await bench.ApplyAsync("""
            apiVersion: external-secrets.io/v1
            kind: ClusterSecretStore
            metadata: {name: wide}
            spec: {provider: {fake: {data: [{key: a, value: canary-a}]} } }
            ---
            apiVersion: external-secrets.io/v1alpha1
            kind: PushSecret
            metadata: {name: to-wide, namespace: one}
            spec:
              deletionPolicy: Delete
              secretStoreRefs: [{name: wide, kind: ClusterSecretStore}]
              selector: {secret: {name: source} }
              data: [{match: {secretKey: own, remoteRef: {remoteKey: pushed} } }]
            """);
    }

    internal static async Task CompareAsync(AgentRoleBench bench, AgentProcess agent)
    {
        Assert.Empty(bench.Granted.GroupBy(right => right).Where(same => same.Count() > 1).Select(same => same.Key));
        for (var tries = 0; tries < 300 && !bench.Granted.All(bench.Used.Contains); tries++)
        {
            await Task.Delay(100, Ct);
        }

        // The last word is that of the server, which was asked with the account's own token.
        Assert.Equal([], bench.Granted.Except(bench.Used));
        Assert.Equal([], bench.Used.Except(bench.Granted));
        Assert.Empty(bench.Refused);
        agent.Signal("TERM");
        Assert.Equal(0, await agent.WaitAsync(Ct));
    }
}
