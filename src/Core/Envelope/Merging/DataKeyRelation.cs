namespace SecretsKit.Core.Envelope.Merging;

/// <summary>Which sides of a merge share a data key.</summary>
/// <param name="TheirsIsOurs">Their data key is ours.</param>
/// <param name="TheirsIsBase">Their data key is that of the common ancestor: they did not rotate it.</param>
public readonly record struct DataKeyRelation(bool TheirsIsOurs, bool TheirsIsBase);
