namespace SecretsKit.Releases.Ordering;

/// <summary>What the annotations of one object say about its place.</summary>
/// <param name="Weight">Lower ones come first, and have to be ready. Default 0.</param>
/// <param name="Needs">Objects of the release; whoever has some is not ordered by weight.</param>
/// <param name="External">Objects that others write.</param>
internal sealed record ObjectOrder(int Weight, IReadOnlyList<OrderNeed> Needs, IReadOnlyList<OrderNeed> External);
