using SecretsKit.Core.Data;
using SecretsKit.Integration.Agent;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Integration.Sync;

/// <summary>Targets that are there before the agent manages them, of earlier names, and without their label, on the API server.</summary>
public sealed class TargetStateTests : IDisposable
{
    private readonly InProcessAgent _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AgentNamespace Namespace => _bench.Namespace;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_Secret_that_is_there_counts_though_the_first_sync_makes_none()
    {
        await Namespace.CreateAsync(Ct);
        foreach (var name in (string[])["fails", "renders", "deleted", "kept"])
        {
            await MakeAsync(name);
        }

        await MapAsync("fails", "data: [{secretKey: a, remoteRef: {key: missing}}]");
        await MapAsync(
            "renders", "data: [{secretKey: a, remoteRef: {key: a}}]", "target: {template: {data: {a: '{{ .missing }}'}}}");
        await MapAsync("deleted", "data: [{secretKey: a, remoteRef: {key: missing}}]", "target: {deletionPolicy: Delete}");
        await MapAsync("kept", "dataFrom: [{find: {name: {regexp: nothing}}}]");
        await _bench.RunAsync("", async _ =>
        {
            await InProcessAgent.UntilAsync(() => _bench.IsReadyAsync("fails", "False"));
            await InProcessAgent.UntilAsync(() => _bench.IsReadyAsync("renders", "False"));
            await InProcessAgent.UntilAsync(() => _bench.IsReadyAsync("deleted", "True"));
            await InProcessAgent.UntilAsync(() => _bench.IsReadyAsync("kept", "True"));
        });

        Assert.Equal("old", await TextOfAsync("fails"));
        Assert.Equal("true", (await LabelsOfAsync("fails"))[TargetNames.ManagedLabel]);
        Assert.Equal("true", (await LabelsOfAsync("kept"))[TargetNames.ManagedLabel]);
        Assert.Null(await FindAsync("deleted"));
        Assert.Contains("Normal Deleted secret deleted due to DeletionPolicy=Delete", await EventsAsync("deleted"));
        var status = (await Namespace.FindAsync(ExternalSecret.Kind, "renders", Ct)).Child("status")!;
        Assert.Equal("renders", status.Child("binding")!.Text("name"));
        Assert.Contains(
            await EventsAsync("renders"),
            text => text.StartsWith("Warning UpdateFailed unable to mutate secret renders: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Secrets_of_earlier_names_go_even_if_the_new_one_cannot_be_written()
    {
        await Namespace.CreateAsync(Ct);
        await MakeAsync("new", "immutable: true");
        await MapAsync("es", "data: [{secretKey: password, remoteRef: {key: a}}]", "target: {name: earlier}");
        await _bench.RunAsync("", async _ =>
        {
            var earlier = await Namespace.WaitForSecretAsync("earlier", Ct);

            // A copy that somebody made, labels and all.
            var copy = new MapValue().With("apiVersion", "v1").With("kind", "Secret").With("metadata", new MapValue()
                .With("name", "copy").With("namespace", Namespace.Name)
                .With("labels", new MapValue().WithAll(new ObjectHead(earlier).Labels)));
            await Namespace.Objects.CreateAsync(Value.Of(copy), new(), Ct);
            await Task.Delay(1000, Ct);
            Assert.NotNull(await FindAsync("copy"));
            await PatchAsync(ExternalSecret.Kind, "es", new MapValue().With(
                "metadata", new MapValue().With("annotations", new MapValue().With("force-sync", "1"))));
            await InProcessAgent.UntilAsync(async () => await FindAsync("copy") is null);
            Assert.NotNull(await FindAsync("earlier"));

            await PatchAsync(ExternalSecret.Kind, "es", new MapValue().With(
                "spec", new MapValue().With("target", new MapValue().With("name", "new"))));
            await InProcessAgent.UntilAsync(() => _bench.IsReadyAsync("es", "False"));
            await InProcessAgent.UntilAsync(async () => await FindAsync("earlier") is null);
        });

        Assert.Equal("could not update secret, target is immutable", (await _bench.ReadyAsync(ExternalSecret.Kind, "es"))!.Message);
        Assert.Contains("Normal Deleted secret deleted because it was orphaned", await EventsAsync("es"));
    }

    [Fact]
    public async Task A_label_that_is_taken_off_comes_back_with_the_next_sync()
    {
        await Namespace.CreateAsync(Ct);
        await Namespace.MapAsync("es", "1h", Ct);
        await _bench.RunAsync("", async _ =>
        {
            await Namespace.WaitForSecretAsync("es", Ct);
            await InProcessAgent.UntilAsync(() => _bench.IsReadyAsync("es", "True"));
            await PatchAsync("Secret", "es", new MapValue().With(
                "metadata", new MapValue().With("labels", new MapValue().With(TargetNames.ManagedLabel, Value.Nil))));
            await Task.Delay(2500, Ct);
            Assert.DoesNotContain(TargetNames.ManagedLabel, await LabelsOfAsync("es"));
            await PatchAsync(ExternalSecret.Kind, "es", new MapValue().With(
                "metadata", new MapValue().With("annotations", new MapValue().With("force-sync", "1"))));
            await InProcessAgent.UntilAsync(async () => (await LabelsOfAsync("es")).ContainsKey(TargetNames.ManagedLabel));

            // A Secret that is gone is made anew at once.
            await Namespace.Objects.DeleteAsync(new("v1", "Secret", Namespace.Name, "es"), DeleteOptions.Default, Ct);
            await Namespace.WaitForSecretAsync("es", Ct);
        });
    }

    private Task MakeAsync(string name, string more = "type: Opaque") => ApplyAsync($$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: {{name}}, namespace: {{Namespace.Name}}}
        stringData: {a: old}
        {{more}}
        """);

    private Task MapAsync(string name, string rows, string target = "target: {}") => ApplyAsync($$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: {{name}}, namespace: {{Namespace.Name}}}
        spec:
          refreshInterval: 1h
          secretStoreRef: {name: store, kind: SecretStore}
          {{rows}}
          {{target}}
        """);

    private async Task<MapValue?> FindAsync(string name) =>
        (await Namespace.Objects.FindAsync(new("v1", "Secret", Namespace.Name, name), Ct)).AsMap;

    private async Task<string?> TextOfAsync(string name) => SecretData.Read((await FindAsync(name))!)["a"]?.RevealText();

    private async Task<IReadOnlyDictionary<string, string>> LabelsOfAsync(string name) => new ObjectHead((await FindAsync(name))!).Labels;

    private async Task<IReadOnlyList<string>> EventsAsync(string name)
    {
        var list = await Namespace.Objects.EventsAsync(
            new("external-secrets.io/v1", ExternalSecret.Kind, Namespace.Name, name), "", Ct);
        return
        [
            .. list.Items.Select(item => item.AsMap!)
                .Select(item => $"{item.Text("type")} {item.Text("reason")} {item.Text("message")}"),
        ];
    }

    private async Task PatchAsync(string kind, string name, MapValue patch) => await Namespace.Objects.PatchAsync(
        new(kind == "Secret" ? "v1" : "external-secrets.io/v1", kind, Namespace.Name, name), ObjectPatch.JsonMerge(patch), new(), Ct);

    private Task ApplyAsync(string yaml) => Namespace.ApplyAsync(yaml, Ct);
}
