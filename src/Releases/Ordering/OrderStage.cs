namespace SecretsKit.Releases.Ordering;

/// <summary>Objects that are written at the same time, kind after kind: they wait for the same.</summary>
/// <param name="Members">The objects, by their places among the targets, ascending.</param>
/// <param name="Group">
/// The group of weights that they belong to, from 0: that before it has to be ready. Less than 0 for objects that are ordered by what they
/// need.
/// </param>
/// <param name="Needs">Objects of the release, by their places, and what they have to be.</param>
/// <param name="External">Objects that others write.</param>
internal sealed record OrderStage(
    IReadOnlyList<int> Members, int Group, IReadOnlyList<(int Target, NeedState State)> Needs, IReadOnlyList<OrderNeed> External);
