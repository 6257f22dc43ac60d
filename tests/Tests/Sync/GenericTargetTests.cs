using SecretsKit.Core.Data;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Tests.Sync;

/// <summary>Targets of other kinds than Secret (spec external-secrets.md 2.11).</summary>
public sealed class GenericTargetTests
{
    private const string Widget = "manifest: {apiVersion: example.com/v1, kind: Widget}";

    private static SyncBench Bench() => new(SyncBench.Store(), allowsGenericTargets: true);

    private static ExternalSecret Mapping(string target) => SyncBench.Mapping($$$"""
        secretStoreRef: {name: store}
        data: [{secretKey: a, remoteRef: {key: a}}]
        target: { {{{target}}} }
        """);

    private static string Literal(string path, string text) =>
        $"{Widget}, template: {{templateFrom: [{{target: \"{path}\", literal: \"{text}\"}}]}}";

    [Theory]
    [InlineData("spec", "x: '{{ .a }}'", "x")]
    [InlineData("SPEC", "x: '{{ .a }}'", "x")]
    [InlineData("spec.one.two", "x: '{{ .a }}'", "one.two.x")]
    [InlineData("spec.list[1].in", "x: '{{ .a }}'", "list[1].in.x")]
    public async Task Output_goes_where_its_path_leads(string path, string text, string expected)
    {
        using var bench = Bench();
        var plan = await bench.PlanAsync(Mapping(Literal(path, text)));
        Value at = plan.Wanted!.Field("spec");
        foreach (var step in expected.Split('.'))
        {
            var name = step.Split('[')[0];
            at = at.AsMap!.Field(name);
            at = step.Contains('[', StringComparison.Ordinal) ? at.AsList!.Items[1] : at;
        }

        Assert.Equal("canary-a", Fields.TextOf(at));
    }

    [Theory]
    [InlineData("[0].x")]
    [InlineData("spec..x")]
    [InlineData("spec.a[x]")]
    [InlineData("spec.a[10001]")]
    [InlineData("")]
    [InlineData("spec.a[-1]")]
    public void Other_paths_are_refused(string path) =>
        Assert.Equal(SyncFault.Target, Assert.Throws<SyncException>(() => TargetPath.Parse(path)).Fault);

    [Fact]
    public async Task A_map_is_merged_below_and_replaced_at_the_root()
    {
        using var bench = Bench();
        var plan = await bench.PlanAsync(Mapping($$$"""
            {{{Widget}}}, template: {templateFrom: [
              {target: spec, literal: "keep: 1"}, {target: spec.m, literal: "a: 1"}, {target: spec.m, literal: "b: 2"}]}
            """.ReplaceLineEndings(" ")));
        Assert.Equal(["keep", "m"], plan.Wanted!.Child("spec")!.SortedKeys.ToArray().Select(key => key.RevealText()));
        Assert.Equal(["a", "b"], plan.Wanted!.Child("spec")!.Child("m")!.SortedKeys.ToArray().Select(key => key.RevealText()));
    }

    [Theory]
    [InlineData("metadata", "namespace: other")]
    [InlineData("metadata", "name: else")]
    [InlineData("kind.x", "a: 1")]
    [InlineData("apiVersion.x", "a: 1")]
    [InlineData("metadata.ownerReferences[0]", "kind: Pod")]
    public async Task A_path_changes_neither_what_the_object_is_nor_whose(string path, string text)
    {
        using var bench = Bench();
        var plan = await bench.PlanAsync(Mapping(Literal(path, text)));
        var head = new ObjectHead(plan.Wanted!);
        Assert.Equal(("example.com/v1", "Widget", "team", "es"), (head.ApiVersion, head.Kind, head.Namespace, head.Name));
        Assert.Equal("ExternalSecret", head.Owners.Single().Text("kind"));
    }

    [Theory]
    [InlineData("template: {type: bootstrap.kubernetes.io/token}")]
    [InlineData("template: {templateFrom: [{target: type, literal: 'a: 1'}]}")]
    public async Task Restrictions_of_Secrets_hold_for_manifests_of_Secrets_too(string template)
    {
        using var bench = Bench();
        var plan = await bench.PlanAsync(Mapping($"manifest: {{apiVersion: v1, kind: Secret}}, {template}"));
        Assert.Equal(SyncFault.Target, plan.Done.Failure!.Fault);
        Assert.Null(plan.Wanted);
    }

    [Fact]
    public async Task A_manifest_of_a_Secret_has_its_values_as_base64()
    {
        using var bench = Bench();
        var plan = await bench.PlanAsync(Mapping("manifest: {apiVersion: v1, kind: Secret}"));
        Assert.Equal("canary-a", SyncBench.TextOf(plan, "a"));
    }

    [Fact]
    public async Task Keys_of_others_stay_where_the_policy_merges()
    {
        using var bench = Bench();
        var existing = SyncBench.Yaml("""
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: es, namespace: team, uid: c, resourceVersion: "3"}
            data: {foreign: f}
            """)[0];
        var merged = await bench.PlanAsync(Mapping("creationPolicy: Merge, manifest: {apiVersion: v1, kind: ConfigMap}"), existing);
        Assert.Equal((TargetAction.Update, "f", "canary-a"),
            (merged.Action, merged.Wanted!.Child("data")!.Text("foreign"), merged.Wanted!.Child("data")!.Text("a")));
        var owned = await bench.PlanAsync(Mapping("manifest: {apiVersion: v1, kind: ConfigMap}"), existing);
        Assert.Equal(("", "3"), (owned.Wanted!.Child("data")!.Text("foreign"), new ObjectHead(owned.Wanted!).ResourceVersion));
    }

    [Fact]
    public async Task An_unchanged_target_is_skipped_and_a_changed_one_written()
    {
        using var bench = Bench();
        var mapping = Mapping(Literal("spec", "x: '{{ .a }}'"));
        var first = await bench.PlanAsync(mapping);
        Assert.Equal("ResourceSynced", first.Done.Status!.Conditions.Single().Reason);
        Assert.Equal("", first.Done.Status.BoundSecret);
        var kept = SyncBench.Kept(first);
        Assert.Equal(TargetAction.None, (await bench.PlanAsync(SyncBench.After(mapping, first), kept)).Action);
        kept.Child("spec")!.With("x", "changed");
        var third = await bench.PlanAsync(SyncBench.After(mapping, first), kept);
        Assert.Equal((TargetAction.Update, "Updated Widget es"), (third.Action, third.Done.Events.Single().Message));
    }
}
