namespace SecretsKit.Releases.Explaining;

/// <summary>A limit of a ResourceQuota that is used up.</summary>
/// <param name="Namespace">Where it counts.</param>
/// <param name="Name">The name of the ResourceQuota.</param>
/// <param name="Resource">What it limits: <c>requests.memory</c>.</param>
/// <param name="Limit">How much there is, as the quota says it.</param>
public sealed record FullQuota(string Namespace, string Name, string Resource, string Limit);
