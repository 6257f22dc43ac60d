using SecretsKit.Core.Data;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Tests.Sync;

/// <summary>Targets that are there before a sync: owners, labels, Secrets of earlier names (spec external-secrets.md 2.3, 2.7).</summary>
public sealed class TargetPlanTests
{
    private const string Spec = """
        secretStoreRef: {name: store}
        data: [{secretKey: a, remoteRef: {key: a}}]
        """;

    private const string Broken = "template: {data: {x: '{{ .missing }}'}}";

    [Fact]
    public async Task Our_reference_keeps_its_place_among_owners()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var existing = Existing();
        existing.Child("metadata")!.With("ownerReferences", (MapValue[])
        [
            Owner("v1", "ConfigMap", "first"), Owner("external-secrets.io/v1beta1", "ExternalSecret", "es"),
            Owner("v1", "ConfigMap", "last"),
        ]);
        var plan = await bench.PlanAsync(SyncBench.Mapping(Spec), existing);
        Assert.Equal(["first", "es", "last"], new ObjectHead(plan.Wanted!).Owners.Select(owner => owner.Text("name")));
        Assert.Equal("external-secrets.io/v1", new ObjectHead(plan.Wanted!).Controller!.Text("apiVersion"));

        plan = await bench.PlanAsync(SyncBench.Mapping($"{Spec}\ntarget: {{creationPolicy: Orphan}}"), existing);
        Assert.Equal(["first", "last"], new ObjectHead(plan.Wanted!).Owners.Select(owner => owner.Text("name")));
    }

    [Theory]
    [InlineData("true", TargetAction.Update)]
    [InlineData("false", TargetAction.Label)]
    [InlineData("", TargetAction.Label)]
    public async Task Another_value_of_the_managed_label_is_none(string label, object action)
    {
        using var bench = new SyncBench(SyncBench.Store());
        Assert.Equal(action, (await bench.PlanAsync(SyncBench.Mapping(Spec), Existing(label))).Action);
    }

    [Theory]
    [InlineData(false, false, TargetAction.Label)]
    [InlineData(true, false, TargetAction.None)]
    [InlineData(true, true, TargetAction.Label)]
    public async Task A_label_that_somebody_took_off_comes_back_with_the_next_sync(bool isGone, bool isForced, object action)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mapping = SyncBench.Mapping(Spec);
        var first = await bench.PlanAsync(mapping);
        var kept = SyncBench.Kept(first);
        kept.Child("metadata")!.Child("labels")!.Remove(TargetNames.ManagedLabel);
        var after = isForced
            ? SyncBench.Mapping(Spec, "name: es, namespace: team, generation: 1, uid: u1, annotations: {force: x}") : mapping;
        var request = Request(bench, SyncBench.After(after, first), kept) with { IsTargetGone = isGone };
        Assert.Equal(action, (await bench.Planner.PlanAsync(request, TestContext.Current.CancellationToken)).Action);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(Broken, false)]
    [InlineData("immutable: false", true)]
    [InlineData("creationPolicy: Owner", false)]
    public async Task A_Secret_of_an_earlier_name_goes_whatever_becomes_of_the_new_one(string target, bool isFrozen)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mapping = SyncBench.Mapping($"{Spec}\ntarget: {{name: es{(target.Length > 0 ? ", " + target : "")}}}");
        mapping = new(mapping.Tree.With("status", new SyncStatus { BoundSecret = "earlier" }.ToMap()));
        var existing = Existing();
        if (isFrozen)
        {
            existing.With("immutable", Value.True);
        }

        var plan = await bench.PlanAsync(mapping, existing);
        Assert.True(plan.DeletesOrphans);
        Assert.Equal(target == Broken ? SyncFault.Target : isFrozen ? SyncFault.Immutable : null, plan.Done.Failure?.Fault);
        var failed = plan.Failed(new(SyncFault.OrphanDeletion, "refused"));
        Assert.Equal("could not delete orphaned secrets", failed.Status!.Ready!.Message);
        Assert.Equal("refused", failed.Failure!.Message);
    }

    [Theory]
    [InlineData("Owner", true)]
    [InlineData("Orphan", false)]
    [InlineData("Merge", false)]
    [InlineData("CreateOrMerge", false)]
    public async Task So_does_another_Secret_with_the_owner_label_of_an_owner(string policy, bool expected)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var request = Request(bench, SyncBench.Mapping($"{Spec}\ntarget: {{creationPolicy: {policy}}}"), Existing()) with
        {
            HasOtherTargets = true,
        };
        Assert.Equal(expected, (await bench.Planner.PlanAsync(request, TestContext.Current.CancellationToken)).DeletesOrphans);
    }

    [Fact]
    public void Others_with_the_owner_label_are_counted()
    {
        var cache = new TargetCache("");
        var owner = TargetNames.OwnerOf(SyncBench.Mapping(Spec).Head);
        var target = new ObjectKey("team", "es");
        Assert.False(cache.HasOthers(target, owner));
        cache.Put(Labelled("es", "team", owner));
        cache.Put(Labelled("es", "team", owner, "8"));
        cache.Put(Labelled("copy", "elsewhere", owner));
        cache.Put(Labelled("other", "team", "no hash"));
        Assert.False(cache.HasOthers(target, owner));
        cache.Put(Labelled("copy", "team", owner));
        Assert.True(cache.HasOthers(target, owner));
        Assert.True(cache.HasOthers(new("team", "new"), owner));
        cache.Put(Labelled("copy", "team", ""));
        Assert.False(cache.HasOthers(target, owner));
    }

    private static SyncRequest Request(SyncBench bench, ExternalSecret mapping, MapValue existing) =>
        new(mapping, existing, bench.Clock.GetUtcNow(), bench.Clock.GetUtcNow());

    private static MapValue Owner(string version, string kind, string name) =>
        new MapValue().With("apiVersion", version).With("kind", kind).With("name", name).With("uid", name);

    private static MapValue Labelled(string name, string ns, string owner, string version = "7") => SyncBench.Yaml($$"""
        apiVersion: v1
        kind: Secret
        metadata:
          {name: {{name}}, namespace: {{ns}}, uid: {{name}}, resourceVersion: "{{version}}",
           labels: { {{TargetNames.OwnerLabel}}: "{{owner}}" } }
        """)[0];

    private static MapValue Existing(string label = "true") => SyncBench.Yaml($$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: es, namespace: team, uid: s1, resourceVersion: "7", labels: { {{TargetNames.ManagedLabel}}: "{{label}}" } }
        type: Opaque
        data: {a: b2xk}
        """)[0];
}
