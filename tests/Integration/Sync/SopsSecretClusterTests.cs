using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers.Age;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Sync;

/// <summary>SopsSecrets on the API server: keys that come while the agent runs, drift, and the end.</summary>
public sealed class SopsSecretClusterTests : IDisposable
{
    private readonly ScenarioCluster _cluster = new();
    private readonly string _ns = $"sops-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private readonly X25519Identity _identity = AgeKeygen.Generate(RandomNumberGenerator.Fill);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ResourceRef Sops => new("secretskit.io/v1alpha1", "SopsSecret", _ns, "app");

    private ResourceRef Target => new("v1", "Secret", _ns, "app");

    public void Dispose()
    {
        _identity.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task Become_Secrets_as_soon_as_their_key_is_there_and_are_put_right()
    {
        await _cluster.InstallAsync(Ct);
        await CreateAsync("v1", "Namespace", "", _ns, new());
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var agent = _cluster.AgentWith([], _ns, _ns, "agent-keys").RunAsync(end.Token);
        await CreateAsync(Sops.ApiVersion, Sops.Kind, _ns, "app", new MapValue().With(
            "spec", new MapValue().With("document", await EncryptedAsync("password: canary-sops\n"))));
        await UntilAsync(Sops, tree => SyncStatus.Read(tree.Child("status")).Conditions is [{ Reason: "NoKey" }]);
        Assert.True((await _cluster.Objects.FindAsync(Target, Ct)).IsNil);

        // The keys come.
        await CreateAsync("v1", "Secret", _ns, "agent-keys", new MapValue().With("stringData", new MapValue().With(
            $"{_ns}.agekey", AgeKeygen.RevealIdentityFile(_identity, DateTimeOffset.UnixEpoch))));
        await UntilAsync(Target, tree => SecretData.Read(tree)["password"]?.RevealText() == "canary-sops");
        await UntilAsync(Sops, tree => SyncStatus.Read(tree.Child("status")).IsReady);

        // Somebody changes the Secret.
        await _cluster.Objects.PatchAsync(
            Target, ObjectPatch.JsonMerge(new MapValue().With("data", new MapValue().With("password", "eA=="))), new(), Ct);
        await UntilAsync(Target, tree => SecretData.Read(tree)["password"]?.RevealText() == "canary-sops");

        // The document changes.
        await _cluster.Objects.PatchAsync(Sops, ObjectPatch.JsonMerge(new MapValue().With(
            "spec", new MapValue().With("document", await EncryptedAsync("other: canary-two\n")))), new(), Ct);
        await UntilAsync(Target, tree => SecretData.Read(tree) is { Count: 1 } data && data["other"]?.RevealText() == "canary-two");

        // It is owned: the garbage collector takes it.
        await _cluster.Objects.DeleteAsync(Sops, DeleteOptions.Default, Ct);
        await UntilAsync(Target, static _ => false, orGone: true);
        var events = await _cluster.Objects.ListAsync(
            await _cluster.Objects.ResourceAsync(new("v1", "Event", _ns, "x"), Ct), _ns, ListOptions.All, Ct);
        Assert.DoesNotContain(events.Items, item => item.AsMap!.Text("message").Contains("canary", StringComparison.Ordinal));
        await end.CancelAsync();
        await agent;
    }

    private async Task CreateAsync(string version, string kind, string ns, string name, MapValue rest)
    {
        var metadata = new MapValue().With("name", name);
        await _cluster.Objects.CreateAsync(Value.Of(rest.With("apiVersion", version).With("kind", kind).With(
            "metadata", ns.Length > 0 ? metadata.With("namespace", ns) : metadata)), new(), Ct);
    }

    private async Task UntilAsync(ResourceRef reference, Func<MapValue, bool> holds, bool orGone = false)
    {
        for (var tries = 0; tries < 150; tries++)
        {
            var found = (await _cluster.Objects.FindAsync(reference, Ct)).AsMap;
            if (found is null ? orGone : holds(found))
            {
                return;
            }

            await Task.Delay(200, Ct);
        }

        Assert.Fail($"{reference.Kind} {reference.Name} did not become what it should");
    }

    private Task<string> EncryptedAsync(string plain) =>
        AgeDocuments.EncryptAsync(_identity.Recipient.ToString()!, plain, DocumentFormat.Yaml, TimeProvider.System, Ct);
}
