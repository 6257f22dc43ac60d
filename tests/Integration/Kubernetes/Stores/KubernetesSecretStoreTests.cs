using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Integration.Kubernetes.Stores;

/// <summary>Secrets of another namespace as a store like all others, against a real API server.</summary>
public sealed class KubernetesSecretStoreTests : SecretStoreContract, IAsyncLifetime
{
    private StoreCluster _cluster = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override bool HoldsOnlyMaps => true;

    protected override bool MarksWhatItMakes => false;

    public async ValueTask InitializeAsync() =>
        _cluster = await StoreCluster.StartAsync("store-" + Guid.NewGuid().ToString("N")[..8], Ct);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    // Values of a Secret are bytes: members that are no text are JSON.
    protected override string WholeOf(string name) => Members(name).ToJsonString(new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    protected override async ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        foreach (var name in new[] { "app-map", "other" })
        {
            await _cluster.SecretAsync(name, Members(name).ToJsonString(), ct);
        }

        return _cluster.Open();
    }

    [Fact]
    public async Task All_ways_to_prove_who_one_is_lead_there()
    {
        await _cluster.SecretAsync("src", """{"k":"v"}""", Ct);
        _cluster.References.Secrets[$"{_cluster.Namespace}/bearer"] = new() { ["token"] = _cluster.References.Token };
        await using (var byToken = _cluster.Open("""
            "auth":{"token":{"bearerToken":{"name":"bearer"}}}
            """))
        {
            Assert.Equal("v", (await byToken.GetAsync(new("src") { Property = "k" }, Ct))!.RevealText());
        }

        var (certificate, key) = (File.ReadAllText(Path.Combine(Cluster.Folder, "pki", "admin.crt")),
            File.ReadAllText(Path.Combine(Cluster.Folder, "pki", "admin.key")));
        _cluster.References.Secrets[$"{_cluster.Namespace}/pair"] = new() { ["tls.crt"] = certificate, ["tls.key"] = key };
        await using (var byCertificate = _cluster.Open("""
            "auth":{"cert":{"clientCert":{"name":"pair"},"clientKey":{"name":"pair"}}}
            """))
        {
            Assert.Equal("v", (await byCertificate.GetAsync(new("src") { Property = "k" }, Ct))!.RevealText());
        }

        var config = Kubeconfig("token: " + _cluster.References.Token);
        _cluster.References.Secrets[$"{_cluster.Namespace}/remote"] = new() { ["config"] = config };
        await using var byKubeconfig = _cluster.Open("""
            "authRef":{"name":"remote","key":"config"}
            """);
        Assert.Equal("v", (await byKubeconfig.GetAsync(new("src") { Property = "k" }, Ct))!.RevealText());
        Assert.Equal(StoreReadiness.Ready, (await byKubeconfig.ValidateAsync(Ct)).Readiness);
    }

    [Theory]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1, command: touch, args: [/tmp/never]}", "credential plugin")]
    [InlineData("tokenFile: /etc/hostname", "files of this machine")]
    [InlineData("client-key: /etc/hostname", "files of this machine")]
    public async Task A_kubeconfig_of_a_namespace_runs_and_reads_nothing_of_this_machine(string user, string words)
    {
        _cluster.References.Secrets[$"{_cluster.Namespace}/remote"] = new() { ["config"] = Kubeconfig(user) };
        await using var store = _cluster.Open("""
            "authRef":{"name":"remote","key":"config"}
            """);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("src"), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(StoreReadiness.Failed, (await store.ValidateAsync(Ct)).Readiness);
    }

    [Fact]
    public async Task An_account_without_rights_is_told_what_it_lacks()
    {
        await _cluster.UseAccountAsync("nobody", Ct);
        await using var store = _cluster.Open("""
            "auth":{"serviceAccount":{"name":"nobody"}}
            """);
        var validation = await store.ValidateAsync(Ct);
        Assert.Equal(StoreReadiness.Failed, validation.Readiness);
        Assert.Contains("client is not allowed to get secrets", validation.Failure!.Message, StringComparison.Ordinal);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("src"), Ct));
        Assert.Equal((ProviderFault.Denied, 403), (failure.Failure.Fault, failure.Failure.Status));
        Assert.Contains($"system:serviceaccount:{_cluster.Namespace}:nobody may not get secrets in namespace {_cluster.Namespace}",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_one_clear_failure()
    {
        _cluster.References.Token = "canary-wrong-token";
        await using var store = _cluster.Open();
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("src"), Ct));
        Assert.Equal((ProviderFault.Unauthenticated, 401), (failure.Failure.Fault, failure.Failure.Status));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.NotNull(failure.Hint);
    }

    [Fact]
    public async Task Accounts_get_tokens_once_for_all_stores()
    {
        await _cluster.SecretAsync("src", """{"k":"v"}""", Ct);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await using var store = _cluster.Open();
            await store.GetAsync(new("src"), Ct);
        }

        Assert.Equal($"{_cluster.Namespace}/reader  3600", Assert.Single(_cluster.References.Tokens));
    }

    [Fact]
    public async Task Keys_and_whole_Secrets_are_pushed_with_labels_annotations_and_type()
    {
        await using var store = (IWritableSecretStore)_cluster.Open();
        await store.PushAsync(Push("remote-one", "key-a", "1"), Ct);
        await store.PushAsync(Push("remote-one", "key-b", "2"), Ct);
        await store.PushAsync(Push("remote-all"), Ct);
        foreach (var (name, keys) in new[] { ("remote-one", "key-a key-b"), ("remote-all", "a b") })
        {
            var secret = (await _cluster.FindAsync(name, Ct))!;
            Assert.Equal(keys.Split(' '), secret["data"]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
            Assert.Equal("""{"sl":"x"}""", secret["metadata"]!["labels"]!.ToJsonString());
            Assert.Equal("""{"sa":"y"}""", secret["metadata"]!["annotations"]!.ToJsonString());
            Assert.Equal("Opaque", (string?)secret["type"]);
            var before = (string?)secret["metadata"]!["resourceVersion"];
            await store.PushAsync(name == "remote-all" ? Push(name) : Push(name, "key-a", "1"), Ct);
            Assert.Equal(before, (string?)(await _cluster.FindAsync(name, Ct))!["metadata"]!["resourceVersion"]);
        }
    }

    [Theory]
    [InlineData("""{"labels":{"own":"1"}}""", """{"held":"h","own":"1","sl":"x"}""")]
    [InlineData("""{"labels":{"own":"1"},"sourceMergePolicy":"Replace"}""", """{"held":"h","own":"1"}""")]
    [InlineData("""{"labels":{"own":"1"},"targetMergePolicy":"Replace"}""", """{"own":"1","sl":"x"}""")]
    [InlineData("""{"labels":{"own":"1"},"targetMergePolicy":"Ignore"}""", """{"held":"h"}""")]
    public async Task Policies_say_what_becomes_of_labels(string spec, string expected)
    {
        await _cluster.SecretAsync("remote", """{"old":"o"}""", Ct, """{"held":"h"}""");
        await using var store = (IWritableSecretStore)_cluster.Open();
        await store.PushAsync(Push("remote", "k", "v", spec), Ct);
        var secret = (await _cluster.FindAsync("remote", Ct))!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), secret["metadata"]!["labels"]), secret["metadata"]!.ToJsonString());
        Assert.Equal(["k", "old"], secret["data"]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal));
        Assert.Null(secret["metadata"]!["annotations"]?["kubectl.kubernetes.io/last-applied-configuration"]);
    }

    [Fact]
    public async Task The_type_of_a_Secret_that_is_there_stays()
    {
        await _cluster.SecretAsync("remote", """{"old":"o"}""", Ct);
        await using var store = (IWritableSecretStore)_cluster.Open();
        var push = new SecretPush(new("remote"))
        {
            Data = new() { ["tls.crt"] = SecretValue.OfText("canary-c"), ["tls.key"] = SecretValue.OfText("canary-k") },
            SourceType = "kubernetes.io/tls",
        };
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.PushAsync(push, Ct));
        Assert.Equal(ProviderFault.Conflict, failure.Failure.Fault);
        Assert.Contains("has type Opaque, which cannot be changed to kubernetes.io/tls", failure.Message, StringComparison.Ordinal);
        await store.PushAsync(new(new("new")) { Data = push.Data, SourceType = push.SourceType }, Ct);
        Assert.Equal("kubernetes.io/tls", (string?)(await _cluster.FindAsync("new", Ct))!["type"]);
    }

    [Fact]
    public async Task A_property_of_several_is_deleted_alone_and_the_last_one_with_its_Secret()
    {
        await _cluster.SecretAsync("remote", """{"a":"1","b":"2"}""", Ct);
        await using var store = (IWritableSecretStore)_cluster.Open();
        await store.DeleteAsync(new("remote", "none"), Ct);
        await store.DeleteAsync(new("remote", "a"), Ct);
        Assert.Equal("""{"b":"Mg=="}""", (await _cluster.FindAsync("remote", Ct))!["data"]!.ToJsonString());
        await store.DeleteAsync(new("remote", "b"), Ct);
        Assert.Null(await _cluster.FindAsync("remote", Ct));
        await store.DeleteAsync(new("remote", "b"), Ct);
    }

    [Fact]
    public async Task Two_who_write_at_once_lose_nothing()
    {
        await _cluster.SecretAsync("remote", """{"a":"1"}""", Ct);
        await using var store = (IWritableSecretStore)_cluster.Open();
        var writes = Enumerable.Range(0, 8).Select(async number =>
        {
            while (true)
            {
                try
                {
                    await store.PushAsync(Push("remote", $"k{number}", "v"), Ct);
                    return;
                }
                catch (ProviderException failure) when (failure.Failure.Fault == ProviderFault.Conflict)
                {
                    // As its caller would: once more.
                }
            }
        });
        await Task.WhenAll(writes);
        Assert.Equal(9, (await _cluster.FindAsync("remote", Ct))!["data"]!.AsObject().Count);
    }

    private static JsonObject Members(string name) => new(JsonNode.Parse(Held[name])!.AsObject().Select(entry => KeyValuePair.Create(
        entry.Key, (JsonNode?)(entry.Value is null ? "" : entry.Value is JsonValue text && text.TryGetValue<string>(out var value) ? value
            : entry.Value.ToJsonString()))));

    private string Kubeconfig(string user) => $"""
        apiVersion: v1
        kind: Config
        current-context: c
        contexts: [{"{"}name: c, context: {"{"}cluster: s, user: u{"}"}{"}"}]
        clusters:
        - name: s
          cluster:
            server: {_cluster.Client.Access.Server}
            certificate-authority-data: {_cluster.Places["@KUBECA@"]}
        users:
        - name: u
          user:
            {user}
        """;

    // The reference's rule: a store of one namespace writes nowhere else, whatever a PushSecret asks for.
    [Fact]
    public async Task A_push_to_another_namespace_is_for_cluster_stores()
    {
        await using var store = (IWritableSecretStore)_cluster.Open();
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await store.PushAsync(Push("remote", "k", "v", """{"remoteNamespace":"kube-system"}"""), Ct));
        Assert.Equal("remoteNamespace override is only supported with ClusterSecretStore", failure.Detail);
    }

    // The reference fetches the token when it makes its client: without one the store is not ready, and nothing about it is unknown.
    [Fact]
    public async Task A_store_whose_account_is_missing_is_not_ready()
    {
        await using var store = _cluster.Open("""
            "auth":{"serviceAccount":{"name":"none"}}
            """);
        var validation = await store.ValidateAsync(Ct);
        Assert.Equal(StoreReadiness.Failed, validation.Readiness);
        Assert.StartsWith(
            "failed to prepare auth: could not fetch Auth.ServiceAccount: cannot create service account token: ",
            ((ProviderException)validation.Failure!).Detail, StringComparison.Ordinal);
    }

    private static SecretPush Push(string key, string property = "", string value = "", string? spec = null) => new(new(key, property))
    {
        Value = property.Length > 0 ? SecretValue.OfText(value) : null,
        Data = new() { ["a"] = SecretValue.OfText("1"), ["b"] = SecretValue.OfText("2") },
        SecretKey = property.Length > 0 ? "a" : "",
        Metadata = spec is null ? null : GoJson.Parse(Encoding.UTF8.GetBytes(
            $$"""{"apiVersion":"kubernetes.external-secrets.io/v1alpha1","kind":"PushSecretMetadata","spec":{{spec}}}""")).AsMap,
        SourceLabels = new Dictionary<string, string> { ["sl"] = "x" },
        SourceAnnotations = new Dictionary<string, string>
        {
            ["sa"] = "y", ["kubectl.kubernetes.io/last-applied-configuration"] = "canary-all-values",
        },
        SourceType = "Opaque",
    };
}
