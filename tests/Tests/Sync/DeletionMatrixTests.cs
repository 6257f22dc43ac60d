using SecretsKit.Core.Data;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Tests.Sync;

/// <summary>Missing data by all policies and sources, with a target and without one (spec external-secrets.md 2.6).</summary>
public sealed class DeletionMatrixTests
{
    private const string Gone = "data: [{secretKey: gone, remoteRef: {key: gone}}]";
    private const string OneGone = "data: [{secretKey: a, remoteRef: {key: a}}, {secretKey: gone, remoteRef: {key: gone}}]";
    private const string MapGone = "dataFrom: [{extract: {key: gone}}]";
    private const string NothingFound = "dataFrom: [{find: {name: {regexp: nothing}}}]";

    private static readonly string[] Creations = ["Owner", "Orphan", "Merge", "CreateOrMerge", "None"];

    public static IEnumerable<TheoryDataRow<string, string, string, bool>> Cells =>
        from deletion in (string[])["Retain", "Merge", "Delete"]
        from creation in Creations
        from rows in (string[])[Gone, OneGone, MapGone, NothingFound]
        from isThere in (bool[])[true, false]
        select new TheoryDataRow<string, string, string, bool>(deletion, creation, rows, isThere);

    [Theory, MemberData(nameof(Cells))]
    public async Task Each_cell_is_that_of_the_reference(string deletion, string creation, string rows, bool isThere)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mapping = SyncBench.Mapping(
            $"secretStoreRef: {{name: store}}\n{rows}\ntarget: {{creationPolicy: {creation}, deletionPolicy: {deletion}}}");
        var plan = await bench.PlanAsync(mapping, isThere ? Existing() : null);
        var (action, reason, message) = Expected(deletion, creation, rows, isThere);
        Assert.Equal(
            (action, reason, message), (plan.Action, plan.Done.Status!.Ready!.Reason, plan.Done.Status.Ready.Message));
        Assert.Equal(
            message == "could not delete secret" ? RequeueKind.None
                : reason == "SecretSyncedError" ? RequeueKind.Backoff : RequeueKind.After,
            plan.Done.Requeue.Kind);
        Assert.Equal(
            deletion != "Retain" && rows != NothingFound ? 1 : 0,
            plan.Done.Events.Count(what => what.Reason == "MissingProviderSecret"));
        Assert.Equal(action == TargetAction.Delete ? 1 : 0, plan.Done.Events.Count(what => what.Reason == "Deleted"));
        if (plan.Wanted is { } wanted)
        {
            string[] foreign = isThere && creation is "Merge" or "CreateOrMerge" ? ["foreign"] : [];
            string[] own = rows == OneGone ? ["a"] : [];
            Assert.Equal([.. own, .. foreign], SecretData.Read(wanted).Names);
        }
    }

    private static (TargetAction Action, string Reason, string Message) Expected(
        string deletion, string creation, string rows, bool isThere)
    {
        const string Retained = "secret retained due to DeletionPolicy=Retain";
        switch (deletion)
        {
            case "Retain":
                return rows == NothingFound ? (TargetAction.None, "SecretSynced", Retained)
                    : (TargetAction.None, "SecretSyncedError", "could not get secret data from provider");
            case "Delete" when rows != OneGone:
                return creation != "Owner" ? (TargetAction.None, "SecretSyncedError", "could not delete secret")
                    : (isThere ? TargetAction.Delete : TargetAction.None, "SecretDeleted", "secret deleted due to DeletionPolicy=Delete");
        }

        return creation switch
        {
            "None" => (TargetAction.None, "SecretSynced", "secret synced"),
            "Merge" when !isThere => (TargetAction.None, "SecretMissing", "secret will not be created due to CreationPolicy=Merge"),
            _ => (isThere ? TargetAction.Update : TargetAction.Create, "SecretSynced", "secret synced"),
        };
    }

    // As an earlier sync of the mapping and somebody else left it.
    private static MapValue Existing() => SyncBench.Yaml($$"""
        apiVersion: v1
        kind: Secret
        metadata:
          name: es
          namespace: team
          uid: s1
          resourceVersion: "7"
          labels: { {{TargetNames.ManagedLabel}}: "true" }
          managedFields:
          - manager: externalsecrets.external-secrets.io/es
            operation: Update
            fieldsV1: {"f:data": {"f:a": {}, "f:gone": {} } }
        type: Opaque
        data: {a: b2xk, gone: b2xk, foreign: b2xk}
        """)[0];
}
