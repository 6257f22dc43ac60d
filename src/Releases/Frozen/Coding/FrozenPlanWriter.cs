using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Frozen.Coding;

/// <summary>Writes plans as trees.</summary>
internal static class FrozenPlanWriter
{
    /// <summary>The tree of a plan.</summary>
    public static Value Write(FrozenPlan plan) => PlanTree.Map(
        ("format", Value.Of(PlanTree.Format)),
        ("version", Value.Int64(PlanTree.Version)),
        ("operation", PlanTree.Word(plan.Operation)),
        ("namespace", Value.Of(plan.Namespace)),
        ("origin", Origin(plan.Origin)),
        ("start", plan.Start is { } start ? Start(start, plan.Origin.Generation) : Value.Nil),
        ("release", Record(plan.Release, plan.Origin.Generation)),
        ("settings", Settings(plan.Settings)),
        ("isCreation", Value.Of(plan.IsCreation)),
        ("namespaceState", plan.NamespaceState is { } state ? State(state) : Value.Nil),
        ("definitions", PlanTree.List(plan.Definitions.Select(Definition))),
        ("writes", PlanTree.List(plan.Writes.Select(Write))),
        ("deletions", PlanTree.List(plan.Deletions.Select(item => PlanTree.Map(
            ("object", Item(item.Item)), ("reviewed", State(item.Reviewed)))))),
        ("hooks", PlanTree.List(plan.Hooks.Select(hook => PlanTree.Map(
            ("object", Reference(hook.Reference)), ("reviewed", State(hook.Reviewed)))))),
        ("namespaceUid", Value.Of(plan.NamespaceUid)),
        ("secrets", PlanTree.List(plan.Secrets.Select(Value.Of))));

    private static Value Origin(FrozenOrigin origin) => PlanTree.Map(
        ("clusterUid", Value.Of(origin.Cluster.Uid)),
        ("server", Value.Of(origin.Cluster.Server)),
        ("driver", PlanTree.Word(origin.Driver)),
        ("helm", PlanTree.Word(origin.Generation)),
        ("madeAt", PlanTree.Time(origin.MadeAt)),
        ("madeBy", Value.Of(origin.MadeBy)),
        ("expiresAt", PlanTree.Time(origin.ExpiresAt)));

    private static Value Start(FrozenStart start, HelmGeneration generation) => PlanTree.Map(
        ("revision", Value.Int64(start.Revision)),
        ("status", Value.Of(ReleaseStatusText.Of(start.Status))),
        ("digest", Value.Of(start.Digest)),
        ("base", Record(start.Base, generation)),
        ("baseDigest", Value.Of(start.BaseDigest)));

    private static Value Settings(FrozenSettings settings) => PlanTree.Map(
        ("method", PlanTree.Word(settings.Method)),
        ("serverSide", PlanTree.Word(settings.Apply.ServerSide)),
        ("forcesConflicts", Value.Of(settings.Apply.ForcesConflicts)),
        ("replaces", Value.Of(settings.Apply.Replaces)),
        ("hooks", PlanTree.Word(settings.Hooks)),
        ("reversal", PlanTree.Word(settings.Reversal)),
        ("cleanup", PlanTree.Word(settings.Cleanup)),
        ("historyLimit", Value.Int64(Math.Max(0, settings.HistoryLimit))),
        ("description", Value.Of(settings.Description)),
        ("createsNamespace", Value.Of(settings.CreatesNamespace)),
        ("history", PlanTree.Word(settings.History)),
        ("propagation", PlanTree.Word(settings.Propagation)),
        ("orderNames", PlanTree.Word(settings.OrderNames)),
        ("wait", Wait(settings.Wait)));

    private static Value Wait(WaitOptions wait) => PlanTree.Map(
        ("strategy", PlanTree.Word(wait.Strategy)),
        ("jobs", PlanTree.Word(wait.Jobs)),
        ("timeoutMilliseconds", Value.Int64((long)wait.Timeout.TotalMilliseconds)));

    private static Value Record(Release release, HelmGeneration generation) => PlanTree.Map(
        ("record", GoJson.Parse(RecordCodec.ToJson(release, generation).Span)),
        ("labels", PlanTree.Map([.. release.Labels.Select(label => (label.Key, Value.Of(label.Value)))])));

    private static Value Definition(FrozenDefinition definition) => PlanTree.Map(
        ("file", Value.Of(definition.File.Name)),
        ("content", Value.Of(Convert.ToBase64String(definition.File.Data))),
        ("definitions", PlanTree.List(definition.Definitions.Select(item => PlanTree.Map(
            ("object", Reference(item.Reference)), ("reviewed", State(item.Reviewed)))))));

    private static Value Write(FrozenWrite item) => PlanTree.Map(
        ("action", PlanTree.Word(item.Write.Action)),
        ("exists", Value.Of(item.Write.Exists)),
        ("object", Item(item.Write.Item)),
        ("patch", item.Write.Patch is { } patch ? Patch(patch) : Value.Nil),
        ("reviewed", State(item.Reviewed)));

    private static Value Patch(ObjectPatch patch) => PlanTree.Map(("type", Value.Of(patch.MediaType)), ("body", patch.Body));

    private static Value Item(ReleaseObject item) => PlanTree.Map(
        ("reference", Reference(item.Reference)),
        ("resource", Value.Of(item.Resource.Name)),
        ("isNamespaced", Value.Of(item.Resource.IsNamespaced)),
        ("manifest", Value.Of(item.Manifest)));

    private static Value Reference(ResourceRef reference) => PlanTree.Map(
        ("apiVersion", Value.Of(reference.ApiVersion)),
        ("kind", Value.Of(reference.Kind)),
        ("namespace", Value.Of(reference.Namespace)),
        ("name", Value.Of(reference.Name)));

    // The digest shows a state that was changed in the document, and tells people which states are equal.
    private static Value State(ReviewedState state) => PlanTree.Map(
        ("digest", Value.Of(state.Digest)),
        ("content", state.Content is { } content ? Value.Of(content) : Value.Nil));
}
