using SecretsKit.Sync.Planning;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>A search in a folder of Vault that is not there is a missing secret, unlike one without a match.</summary>
public sealed class VaultFindTests
{
    [Theory]
    [InlineData("""{"errors":[]}""", "404 Not Found", "Retain", "SecretSyncedError")]
    [InlineData("""{"errors":[]}""", "404 Not Found", "Delete", "SecretDeleted")]
    [InlineData("""{"data":{"keys":["other"]}}""", "200 OK", "Retain", "SecretSynced")]
    [InlineData("""{"data":{"keys":["other"]}}""", "200 OK", "Delete", "SecretDeleted")]
    public async Task A_folder_that_is_missing_is_not_a_search_without_a_match(string content, string status, string deletion, string reason)
    {
        using var vault = new HttpServer(_ => ServedAnswer.Kept(content, status));
        using var bench = new SyncBench($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: vault, namespace: team, uid: v1, generation: 1}
            spec:
              provider:
                vault: {server: "{{vault.Url}}", path: kv}
            status: {conditions: [{type: Ready, status: "True"}]}
            ---
            {{SyncBench.Store()}}
            """);
        var target = $"target: {{deletionPolicy: {deletion}}}";
        var first = await bench.PlanAsync(SyncBench.Mapping($"secretStoreRef: {{name: store}}\ndataFrom: [{{extract: {{key: map}}}}]\n{target}"));
        var gone = SyncBench.Mapping(
            "secretStoreRef: {name: vault}\ndataFrom: [{find: {path: app, name: {regexp: ^app-}}}]\n" + target,
            "name: es, namespace: team, generation: 2, uid: u1");
        var plan = await bench.PlanAsync(SyncBench.After(gone, first), SyncBench.Kept(first));
        Assert.Equal(reason, plan.Done.Status!.Conditions.Single().Reason);
        Assert.Equal(deletion == "Delete" ? TargetAction.Delete : TargetAction.None, plan.Action);
    }
}
