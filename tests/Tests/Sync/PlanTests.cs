using SecretsKit.Core.Data;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Tests.Sync;

/// <summary>What a sync does, for each policy and state of the target (spec external-secrets.md 2.3 to 2.9).</summary>
public sealed class PlanTests
{
    private const string Spec = """
        secretStoreRef: {name: store}
        data: [{secretKey: a, remoteRef: {key: a}}]
        """;

    [Fact]
    public async Task The_first_sync_makes_the_Secret()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping(Spec));
        Assert.Equal(TargetAction.Create, plan.Action);
        Assert.Equal(RefreshReason.First, plan.Reason);
        Assert.Equal("canary-a", SyncBench.TextOf(plan, "a"));
        Assert.Equal("spec.data[0]", plan.Origins["a"]);
        Assert.Equal(new("Ready", "True", "SecretSynced", "secret synced", SyncBench.Start), plan.Done.Status!.Conditions.Single());
        Assert.InRange(plan.Done.Requeue.Delay, TimeSpan.FromMinutes(54), TimeSpan.FromMinutes(60));
        var head = new ObjectHead(plan.Wanted!);
        Assert.Equal("true", head.Labels[TargetNames.ManagedLabel]);
        Assert.Equal("u1", head.Owners.Single().Text("uid"));
    }

    [Fact]
    public async Task Nothing_is_done_before_the_interval_is_over()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mapping = SyncBench.Mapping(Spec);
        var first = await bench.PlanAsync(mapping);
        bench.Clock.Advance(TimeSpan.FromMinutes(20));
        var plan = await bench.PlanAsync(SyncBench.After(mapping, first), SyncBench.Kept(first));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Null(plan.Done.Status);
        Assert.InRange(plan.Done.Requeue.Delay, TimeSpan.FromMinutes(34), TimeSpan.FromMinutes(40));
        Assert.Equal(1, bench.Reads.Sent);
    }

    [Fact]
    public async Task A_refresh_without_change_writes_no_target()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mapping = SyncBench.Mapping(Spec);
        var first = await bench.PlanAsync(mapping);
        bench.Clock.Advance(TimeSpan.FromMinutes(61));
        var plan = await bench.PlanAsync(SyncBench.After(mapping, first), SyncBench.Kept(first));
        Assert.Equal((TargetAction.None, RefreshReason.Due), (plan.Action, plan.Reason));
        Assert.Empty(plan.Done.Events);
        Assert.Equal(bench.Clock.GetUtcNow(), plan.Done.Status!.Refreshed);
    }

    [Fact]
    public async Task A_changed_target_is_written_at_once()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mapping = SyncBench.Mapping(Spec);
        var first = await bench.PlanAsync(mapping);
        var changed = SyncBench.Kept(first);
        changed.Child("data")!.With("a", "eA==").With("more", "eA==");
        var plan = await bench.PlanAsync(SyncBench.After(mapping, first), changed);
        Assert.Equal((TargetAction.Update, RefreshReason.Drift), (plan.Action, plan.Reason));
        Assert.Equal("canary-a", SyncBench.TextOf(plan, "a"));
        Assert.Null(SyncBench.TextOf(plan, "more"));
    }

    [Theory]
    [InlineData("Owner", TargetAction.Create)]
    [InlineData("Orphan", TargetAction.Create)]
    [InlineData("CreateOrMerge", TargetAction.Create)]
    [InlineData("Merge", TargetAction.None)]
    [InlineData("None", TargetAction.None)]
    public async Task A_missing_target_is_made_by_some_policies(string policy, object action)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var plan = await bench.PlanAsync(SyncBench.Mapping($"{Spec}\ntarget: {{creationPolicy: {policy}}}"));
        Assert.Equal(action, plan.Action);
        Assert.Equal(policy == "Merge" ? "SecretMissing" : "SecretSynced", plan.Done.Status!.Conditions.Single().Reason);
    }

    [Theory]
    [InlineData("Retain", "Owner", TargetAction.None, "SecretSyncedError")]
    [InlineData("Merge", "Owner", TargetAction.Update, "SecretSynced")]
    [InlineData("Delete", "Owner", TargetAction.Delete, "SecretDeleted")]
    [InlineData("Delete", "Orphan", TargetAction.None, "SecretSyncedError")]
    public async Task A_secret_that_is_gone_is_a_matter_of_policy(string deletion, string creation, object action, string reason)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var target = $"target: {{creationPolicy: {creation}, deletionPolicy: {deletion}}}";
        var there = SyncBench.Mapping($"{Spec}\n{target}");
        var first = await bench.PlanAsync(there);
        var gone = SyncBench.Mapping(
            $"secretStoreRef: {{name: store}}\ndata: [{{secretKey: a, remoteRef: {{key: gone}}}}]\n{target}",
            "name: es, namespace: team, generation: 2, uid: u1");
        var plan = await bench.PlanAsync(SyncBench.After(gone, first), SyncBench.Kept(first));
        Assert.Equal(action, plan.Action);
        Assert.Equal(reason, plan.Done.Status!.Conditions.Single().Reason);
    }

    [Fact]
    public async Task A_store_that_fails_deletes_nothing()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mapping = SyncBench.Mapping(
            "secretStoreRef: {name: store}\ndataFrom: [{extract: {key: a}}]\ntarget: {deletionPolicy: Delete}");
        var plan = await bench.PlanAsync(mapping, Existing());
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Equal(SyncFault.ProviderData, plan.Done.Failure!.Fault);
        Assert.Equal(Requeue.Backoff, plan.Done.Requeue);
    }

    [Theory]
    [InlineData("ExternalSecret", "external-secrets.io/v1", SyncFault.OwnedByAnother)]
    [InlineData("ConfigMap", "v1", SyncFault.Ownership)]
    public async Task The_target_of_another_controller_is_left_alone(string kind, string version, object fault)
    {
        using var bench = new SyncBench(SyncBench.Store());
        var existing = Existing();
        existing.Child("metadata")!.With("ownerReferences", Value.Of(new ListValue([Value.Of(new MapValue()
            .With("apiVersion", version).With("kind", kind).With("name", "boss").With("uid", "u9").With("controller", Value.True))])));
        var plan = await bench.PlanAsync(SyncBench.Mapping(Spec), existing);
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Equal(fault, plan.Done.Failure!.Fault);
        Assert.Equal(Requeue.None, plan.Done.Requeue);
    }

    [Fact]
    public async Task The_content_of_an_immutable_Secret_stays()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var existing = Existing().With("immutable", Value.True);
        var plan = await bench.PlanAsync(SyncBench.Mapping(Spec), existing);
        Assert.Equal(SyncFault.Immutable, plan.Done.Failure!.Fault);
        Assert.Equal("old", SyncBench.TextOf(plan, "a"));
    }

    [Fact]
    public async Task Merge_keeps_foreign_keys()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var existing = Existing();
        existing.Child("data")!.With("foreign", "eA==");
        var plan = await bench.PlanAsync(SyncBench.Mapping($"{Spec}\ntarget: {{creationPolicy: Merge}}"), existing);
        Assert.Equal(("canary-a", "x"), (SyncBench.TextOf(plan, "a"), SyncBench.TextOf(plan, "foreign")));
        Assert.Empty(new ObjectHead(plan.Wanted!).Owners);
    }

    [Fact]
    public async Task A_target_that_is_not_ours_is_labelled_first()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var existing = Existing();
        existing.Child("metadata")!.Remove("labels");
        var plan = await bench.PlanAsync(SyncBench.Mapping(Spec), existing);
        Assert.Equal(TargetAction.Label, plan.Action);
        Assert.Equal(Requeue.Immediately, plan.Done.Requeue);
        Assert.Equal(0, bench.Reads.Sent);
    }

    [Fact]
    public async Task A_mapping_of_another_class_is_not_touched()
    {
        using var bench = new SyncBench(SyncBench.Store(more: "controller: other"));
        var plan = await bench.PlanAsync(SyncBench.Mapping(Spec));
        Assert.Equal(TargetAction.None, plan.Action);
        Assert.Null(plan.Done.Status);
        Assert.Equal(Requeue.None, plan.Done.Requeue);
    }

    [Fact]
    public async Task Many_mappings_of_one_key_cost_one_read_for_each_interval()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mappings = Enumerable.Range(0, 100)
            .Select(at => SyncBench.Mapping(Spec, $"name: es{at}, namespace: team, generation: 1, uid: u{at}")).ToList();
        var first = await Task.WhenAll(mappings.Select(mapping => bench.PlanAsync(mapping)));
        Assert.Equal(1, bench.Reads.Sent);
        for (var interval = 0; interval < 3; interval++)
        {
            bench.Clock.Advance(TimeSpan.FromMinutes(61));
            for (var at = 0; at < mappings.Count; at++)
            {
                bench.Clock.Advance(TimeSpan.FromSeconds(1));
                mappings[at] = SyncBench.After(mappings[at], first[at]);
                first[at] = await bench.PlanAsync(mappings[at], SyncBench.Kept(first[at] is { Wanted: not null } kept ? kept : first[at]));
            }
        }

        Assert.Equal(4, bench.Reads.Sent);
    }

    [Fact]
    public async Task An_annotation_reads_anew()
    {
        using var bench = new SyncBench(SyncBench.Store());
        var mapping = SyncBench.Mapping(Spec);
        var first = await bench.PlanAsync(mapping);
        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        var forced = SyncBench.Mapping(Spec, "name: es, namespace: team, generation: 1, uid: u1, annotations: {force-sync: x}");
        var plan = await bench.PlanAsync(SyncBench.After(forced, first), SyncBench.Kept(first));
        Assert.Equal(RefreshReason.Changed, plan.Reason);
        Assert.Equal(2, bench.Reads.Sent);
    }

    [Fact]
    public async Task No_text_of_a_plan_shows_a_value()
    {
        using var bench = new SyncBench(SyncBench.Store());
        foreach (var spec in (string[])[Spec, "secretStoreRef: {name: store}\ndataFrom: [{extract: {key: a}}]",
            $"{Spec}\ntarget: {{template: {{data: {{x: '{{{{ .a | fromJson }}}}{{{{ .b }}}}'}}}}}}"])
        {
            var plan = await bench.PlanAsync(SyncBench.Mapping(spec));
            Assert.DoesNotContain("canary", plan.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("canary", plan.Done.ToString(), StringComparison.Ordinal);
            Assert.All(plan.Done.Events, what => Assert.DoesNotContain("canary", what.Message, StringComparison.Ordinal));
            Assert.DoesNotContain("canary", plan.Done.Failure?.ToString() ?? "", StringComparison.Ordinal);
        }
    }

    private static MapValue Existing() => SyncBench.Yaml($$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: es, namespace: team, uid: s1, resourceVersion: "7", labels: { {{TargetNames.ManagedLabel}}: "true" } }
        type: Opaque
        data: {a: b2xk}
        """)[0];
}
