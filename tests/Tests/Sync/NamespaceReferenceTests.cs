using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Stores;

namespace SecretsKit.Tests.Sync;

/// <summary>A namespace cannot reach what is another's, whatever a mapping or store refers to.</summary>
public sealed class NamespaceReferenceTests
{
    private const string Foreign = """
        apiVersion: v1
        kind: Secret
        metadata: {name: foreign, namespace: other}
        stringData: {token: canary-foreign, tpl: canary-foreign}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: foreign, namespace: other}
        data: {tpl: canary-foreign}
        ---
        apiVersion: generators.external-secrets.io/v1alpha1
        kind: Fake
        metadata: {name: foreign, namespace: other}
        spec: {data: {a: canary-foreign}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: team, labels: {env: dev}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: foreign, namespace: other, annotations: {eks.amazonaws.com/role-arn: canary-foreign}}
        ---
        apiVersion: generators.external-secrets.io/v1alpha1
        kind: Webhook
        metadata: {name: local, namespace: team}
        spec: {url: "http://127.0.0.1:9/", result: {jsonPath: "$"}}
        """;

    public static IEnumerable<TheoryDataRow<string, string, string>> Attempts =>
    [
        new("a store of another namespace", SyncBench.Store("foreign", "other"), Row("{name: foreign}")),
        new("a store by a name with a slash", SyncBench.Store("foreign", "other"), Row("{name: other/foreign}")),
        new("a store with a namespace field", SyncBench.Store("foreign", "other"), Row("{name: foreign, namespace: other}")),
        new("a store of a row", SyncBench.Store("foreign", "other"),
            "data: [{secretKey: a, remoteRef: {key: a}, sourceRef: {storeRef: {name: foreign, namespace: other}}}]"),
        new("a cluster store for other namespaces", ClusterStore("{namespaces: [other]}"), Row("{name: wide, kind: ClusterSecretStore}")),
        new("a cluster store for other labels", ClusterStore("{namespaceSelector: {matchLabels: {env: prod}}}"),
            Row("{name: wide, kind: ClusterSecretStore}")),
        new("a cluster store by a pattern", ClusterStore("{namespaceRegexes: ['^oth']}"), Row("{name: wide, kind: ClusterSecretStore}")),
        new("a cluster store with a broken pattern", ClusterStore("{namespaceRegexes: ['(']}"),
            Row("{name: wide, kind: ClusterSecretStore}")),
        new("a cluster store with a broken pattern before one that allows",
            ClusterStore("{namespaceRegexes: ['(']}, {namespaces: [team]}"), Row("{name: wide, kind: ClusterSecretStore}")),
        new("a cluster store with all labels but one", ClusterStore(
            "{namespaceSelector: {matchLabels: {env: dev}, matchExpressions: [{key: tier, operator: Exists}]}}"),
            Row("{name: wide, kind: ClusterSecretStore}")),
        new("a Secret of a cluster store's credentials in the namespace of another mapping", Wide(
            "vault: {server: 'http://127.0.0.1:9', auth: {tokenSecretRef: {name: foreign, key: token}}}"),
            Row("{name: wide, kind: ClusterSecretStore}")),
        new("certificates to trust of a cluster store without a namespace", Wide(
            "vault: {server: 'https://127.0.0.1:9', caProvider: {type: ConfigMap, name: foreign, key: tpl}, "
            + "auth: {tokenSecretRef: {name: foreign, namespace: other, key: token}}}"),
            Row("{name: wide, kind: ClusterSecretStore}")),
        new("a Secret of a cluster webhook without a namespace", Wide(
            "webhook: {url: 'http://127.0.0.1:9/{{ .s.token }}', secrets: [{name: s, secretRef: {name: foreign}}]}"),
            Row("{name: wide, kind: ClusterSecretStore}")),
        .. ((string[])
        [
            "appRole: {roleId: r, secretRef: {name: foreign, namespace: other, key: token}}",
            "appRole: {roleRef: {name: foreign, namespace: other, key: token}, secretRef: {name: foreign, key: token}}",
            "kubernetes: {role: r, serviceAccountRef: {name: foreign, namespace: other}}",
            "kubernetes: {role: r, secretRef: {name: foreign, namespace: other, key: token}}",
            "ldap: {username: u, secretRef: {name: foreign, namespace: other, key: token}}",
            "userPass: {username: u, secretRef: {name: foreign, namespace: other, key: token}}",
            "jwt: {role: r, secretRef: {name: foreign, namespace: other, key: token}}",
            "jwt: {role: r, kubernetesServiceAccountToken: {serviceAccountRef: {name: foreign, namespace: other}}}",
            "cert: {clientCert: {name: foreign, namespace: other, key: token}, secretRef: {name: foreign, key: token}}",
            "iam: {vaultRole: r, secretRef: {accessKeyIDSecretRef: {name: foreign, namespace: other, key: token}, "
            + "secretAccessKeySecretRef: {name: foreign, namespace: other, key: token}}}",
            "iam: {vaultRole: r, jwt: {serviceAccountRef: {name: foreign, namespace: other}}}",
            "gcp: {role: r, secretRef: {secretAccessKeySecretRef: {name: foreign, namespace: other, key: token}}}",
            "gcp: {role: r, projectID: p, workloadIdentity: {clusterName: c, clusterLocation: l, "
            + "serviceAccountRef: {name: foreign, namespace: other}}}",
        ]).Select(auth => new TheoryDataRow<string, string, string>(
            $"a login of Vault by {auth}", Provider("vault", $"vault: {{server: 'http://127.0.0.1:9', auth: {{{auth}}}}}"),
            Row("{name: vault}"))),
        new("a certificate of a connection to Vault", Provider("vault",
            "vault: {server: 'https://127.0.0.1:9', tls: {certSecretRef: {name: foreign, namespace: other, key: token}, "
            + "keySecretRef: {name: foreign, namespace: other, key: token}}, auth: {tokenSecretRef: {name: foreign, key: token}}}"),
            Row("{name: vault}")),
        new("certificates to trust of Vault", Provider("vault",
            "vault: {server: 'https://127.0.0.1:9', caProvider: {type: ConfigMap, name: foreign, namespace: other, key: tpl}, "
            + "auth: {tokenSecretRef: {name: foreign, key: token}}}"), Row("{name: vault}")),
        new("a login of OpenBao", Provider("vault",
            "openBao: {server: 'http://127.0.0.1:9', auth: {userPass: {username: u, "
            + "secretRef: {name: foreign, namespace: other, key: token}}}}"), Row("{name: vault}")),
        new("certificates to trust of a webhook", Provider("hook",
            "webhook: {url: 'https://example.invalid/', caProvider: {type: ConfigMap, name: foreign, namespace: other, key: tpl}}"),
            Row("{name: hook}")),
        new("a session token of AWS", Provider("aws",
            "aws: {service: SecretsManager, region: eu-west-1, auth: {secretRef: {"
            + "accessKeyIDSecretRef: {name: foreign, key: token}, secretAccessKeySecretRef: {name: foreign, key: token}, "
            + "sessionTokenSecretRef: {name: foreign, namespace: other, key: token}}}}"), Row("{name: aws}")),
        new("a workload identity of Azure", Provider("azure",
            "azurekv: {vaultUrl: 'https://v.vault.azure.net', tenantId: t, authType: WorkloadIdentity, "
            + "serviceAccountRef: {name: foreign, namespace: other}}"), Row("{name: azure}")),
        new("a workload identity of Google", Provider("google",
            "gcpsm: {projectID: p, auth: {workloadIdentity: {clusterName: c, clusterLocation: l, "
            + "serviceAccountRef: {name: foreign, namespace: other}}}}"), Row("{name: google}")),
        new("a federation of Google by a ConfigMap", Provider("google",
            "gcpsm: {projectID: p, auth: {workloadIdentityFederation: {audience: a, "
            + "credConfig: {name: foreign, namespace: other, key: tpl}}}}"), Row("{name: google}")),
        new("a federation of Google by a service account", Provider("google",
            "gcpsm: {projectID: p, auth: {workloadIdentityFederation: {audience: a, "
            + "serviceAccountRef: {name: foreign, namespace: other}}}}"), Row("{name: google}")),
        new("a federation of Google by keys of AWS", Provider("google",
            "gcpsm: {projectID: p, auth: {workloadIdentityFederation: {audience: a, awsSecurityCredentials: {region: r, "
            + "awsCredentialsSecretRef: {name: foreign, namespace: other}}}}}"), Row("{name: google}")),
        new("an encrypted file of a ConfigMap", Provider("file", "sopsFile: {configMapRef: {name: foreign, namespace: other, key: tpl}}"),
            Row("{name: file}")),
        new("a template of another namespace's Secret by name alone", SyncBench.Store(),
            Template("secret: {name: foreign, items: [{key: tpl}]}")),
        new("a store of a row that finds", SyncBench.Store("foreign", "other"),
            "dataFrom: [{find: {name: {regexp: .}}, sourceRef: {storeRef: {name: foreign, namespace: other}}}]"),
        new("a Secret of a store's credentials", Vault("{name: foreign, namespace: other, key: token}"), Row("{name: vault}")),
        new("a Secret of a store's credentials without a namespace", Vault("{name: foreign, key: token}"), Row("{name: vault}")),
        new("a key of a Secret that is shared by name alone", Vault("{name: other/foreign, key: token}"), Row("{name: vault}")),
        new("credentials of a cluster by kubeconfig", Kubernetes("authRef: {name: foreign, namespace: other, key: token}"),
            Row("{name: kube}")),
        new("a token of a cluster", Kubernetes("auth: {token: {bearerToken: {name: foreign, namespace: other, key: token}}}"),
            Row("{name: kube}")),
        new("a service account", Kubernetes("auth: {serviceAccount: {name: foreign, namespace: other}}"), Row("{name: kube}")),
        new("a client certificate", Kubernetes(
            "auth: {cert: {clientCert: {name: foreign, namespace: other, key: token}, "
            + "clientKey: {name: foreign, namespace: other, key: token}}}"),
            Row("{name: kube}")),
        new("certificates to trust", Provider("kube",
            "kubernetes: {server: {url: 'http://127.0.0.1:9', caProvider: {type: Secret, name: foreign, namespace: other, key: token}}, "
            + "auth: {token: {bearerToken: {name: foreign, key: token}}}}"), Row("{name: kube}")),
        new("keys of AWS", Provider("aws",
            "aws: {service: SecretsManager, region: eu-west-1, auth: {secretRef: {"
            + "accessKeyIDSecretRef: {name: foreign, namespace: other, key: token}, "
            + "secretAccessKeySecretRef: {name: foreign, namespace: other, key: token}}}}"), Row("{name: aws}")),
        new("a service account of AWS", Provider("aws",
            "aws: {service: ParameterStore, region: eu-west-1, auth: {jwt: {serviceAccountRef: {name: foreign, namespace: other}}}}"),
            Row("{name: aws}")),
        new("a principal of Azure", Provider("azure",
            "azurekv: {vaultUrl: 'https://127.0.0.1:9', tenantId: t, authSecretRef: {"
            + "clientId: {name: foreign, namespace: other, key: token}, "
            + "clientSecret: {name: foreign, namespace: other, key: token}}}"), Row("{name: azure}")),
        new("an account of Google", Provider("google",
            "gcpsm: {projectID: p, auth: {secretRef: {secretAccessKeySecretRef: {name: foreign, namespace: other, key: token}}}}"),
            Row("{name: google}")),
        new("a Secret of a webhook", Provider("hook",
            "webhook: {url: 'http://127.0.0.1:9/{{ .s.token }}', secrets: [{name: s, secretRef: {name: foreign, namespace: other}}]}"),
            Row("{name: hook}")),
        new("an encrypted file", Provider("file", "sopsFile: {secretRef: {name: foreign, namespace: other, key: token}}"),
            Row("{name: file}")),
        new("a file of the machine", Provider("file", "sopsFile: {path: /etc/hostname}"), Row("{name: file}")),
        new("an address of the machine", Provider("hook", "webhook: {url: 'http://127.0.0.1:9/'}"), Row("{name: hook}")),
        new("the metadata server of a cloud", Provider("hook", "webhook: {url: 'http://169.254.169.254/latest/meta-data'}"),
            Row("{name: hook}")),
        new("an address of the machine in other words", Provider("hook", "webhook: {url: 'http://[::ffff:127.0.0.1]:9/'}"),
            Row("{name: hook}")),
        new("a generator's own server", SyncBench.Store(), "dataFrom: [{sourceRef: {generatorRef: {kind: Webhook, name: local}}}]"),
        new("a template of another namespace's Secret", SyncBench.Store(),
            Template("secret: {name: foreign, namespace: other, items: [{key: tpl}]}")),
        new("a template of another namespace's ConfigMap", SyncBench.Store(), Template("configMap: {name: foreign, items: [{key: tpl}]}")),
        new("a generator of another namespace", SyncBench.Store(),
            "dataFrom: [{sourceRef: {generatorRef: {kind: Fake, name: foreign, namespace: other}}}]"),
        new("a generator of another group", SyncBench.Store(),
            "dataFrom: [{sourceRef: {generatorRef: {apiVersion: v1, kind: Secret, name: foreign}}}]"),
    ];

    [Theory, MemberData(nameof(Attempts))]
    public async Task Is_denied(string attempt, string store, string spec)
    {
        Assert.NotEmpty(attempt);
        using var bench = new SyncBench($"{Foreign}\n---\n{store}");
        var plan = await bench.PlanAsync(SyncBench.Mapping(spec));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Null(plan.Wanted);
        Assert.Contains(plan.Done.Failure!.Fault, (SyncFault[])[SyncFault.ProviderData, SyncFault.Target]);
        Assert.DoesNotContain("canary", plan.Done.Failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_references_are_allowed_where_they_belong()
    {
        using var bench = new SyncBench($"{Foreign}\n---\n{ClusterStore("{namespaceSelector: {matchLabels: {env: dev}}}")}");
        Assert.Equal(
            TargetAction.Create, (await bench.PlanAsync(SyncBench.Mapping(Row("{name: wide, kind: ClusterSecretStore}")))).Action);
    }

    [Fact]
    public async Task A_target_is_always_in_the_namespace_of_its_mapping()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping(
            Row("{name: store}") + "\ntarget: {name: x, namespace: other, template: {metadata: {namespace: other, name: y}}}"));
        Assert.Equal("team", new SecretsKit.Sync.Manifests.ObjectHead(plan.Wanted!).Namespace);
        Assert.Equal("x", new SecretsKit.Sync.Manifests.ObjectHead(plan.Wanted!).Name);
    }

    [Fact]
    public async Task Stores_of_the_whole_cluster_can_be_switched_off()
    {
        using var bench = new SyncBench(ClusterStore("{namespaces: [team]}"), new StoreRules(ServesClusterStores: false));
        var plan = await bench.PlanAsync(SyncBench.Mapping(Row("{name: wide, kind: ClusterSecretStore}")));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Equal(0, bench.Reads.Sent);
    }

    private static string Row(string store) => $"secretStoreRef: {store}\ndata: [{{secretKey: a, remoteRef: {{key: a}}}}]";

    private static string Template(string from) => $"{Row("{name: store}")}\ntarget: {{template: {{templateFrom: [{{{from}}}]}}}}";

    private static string ClusterStore(string condition) => SyncBench.Store("wide", "", $"conditions: [{condition}]")
        .Replace("kind: SecretStore", "kind: ClusterSecretStore", StringComparison.Ordinal);

    private static string Wide(string provider) => Provider("wide", provider)
        .Replace("kind: SecretStore", "kind: ClusterSecretStore", StringComparison.Ordinal)
        .Replace("namespace: team, ", "", StringComparison.Ordinal);

    private static string Kubernetes(string auth) => Provider("kube", $"kubernetes: {{server: {{url: 'http://127.0.0.1:9'}}, {auth}}}");

    private static string Provider(string name, string provider) => $$"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: {{name}}, namespace: team, uid: {{name}}, generation: 1}
        spec: {provider: { {{provider}} } }
        status: {conditions: [{type: Ready, status: "True"}]}
        """;

    private static string Vault(string selector) => $$"""
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: vault, namespace: team, uid: v, generation: 1}
        spec: {provider: {vault: {server: "http://127.0.0.1:9", auth: {tokenSecretRef: {{selector}} } } } }
        status: {conditions: [{type: Ready, status: "True"}]}
        """;
}
