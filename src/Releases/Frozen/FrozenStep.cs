using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Frozen;

/// <summary>Objects that a plan writes at the same time: of one kind, and waiting for the same.</summary>
/// <param name="Writes">What is done to them.</param>
/// <param name="After">The objects of the release that have to be ready before.</param>
/// <param name="Outside">What has to be there that the release does not write, as its annotations name it.</param>
public sealed record FrozenStep(
    IReadOnlyList<PlannedWrite> Writes, IReadOnlyList<ResourceRef> After, IReadOnlyList<string> Outside)
{
    /// <summary>
    /// The writes of a plan in the order in which they happen: kind after kind, and stage after stage where annotations order objects.
    /// Stages that do not wait for each other go on side by side.
    /// </summary>
    public static IReadOnlyList<FrozenStep> Of(FrozenPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        List<PlannedWrite> writes = [.. plan.Writes.Select(item => item.Write)];
        var order = DeployOrder.Of([.. writes.Select(write => write.Item)], plan.Settings.OrderNames);
        return
        [
            .. order.Stages.SelectMany(stage =>
            {
                List<ResourceRef> after = [.. Earlier(order, stage).Distinct().Order().Select(at => writes[at].Item.Reference)];
                List<string> outside = [.. stage.External.Select(need => need.Text)];
                return PlannedWrite.Batches([.. stage.Members.Select(at => writes[at])])
                    .Select((batch, at) => new FrozenStep(batch, at == 0 ? after : [], at == 0 ? outside : []));
            }),
        ];
    }

    private static IEnumerable<int> Earlier(DeployOrder order, OrderStage stage) => stage.Needs.Select(need => need.Target)
        .Concat(order.Stages.Where(one => stage.Group > 0 && one.Group == stage.Group - 1).SelectMany(one => one.Members));
}
