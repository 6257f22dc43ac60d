using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;

namespace SecretsKit.Releases.Planning;

/// <summary>What is done to the objects of a release, as data: nothing has been sent.</summary>
public sealed class ObjectPlan
{
    /// <summary>The writes, in order. Neighbours of one kind may be sent at once.</summary>
    public required IReadOnlyList<PlannedWrite> Writes { get; init; }

    /// <summary>How objects are written.</summary>
    public required WriteMethod Method { get; init; }

    /// <summary>Objects that the manifest dropped and that are deleted after the writes, in order. Default: none.</summary>
    public IReadOnlyList<ReleaseObject> Deletions { get; init; } = [];

    /// <summary>Objects that the manifest dropped and that stay, because they say so. Default: none.</summary>
    public IReadOnlyList<ReleaseObject> Kept { get; init; } = [];

    /// <summary>The objects that are there when the plan is carried out, in order.</summary>
    public IReadOnlyList<ReleaseObject> Targets => [.. Writes.Select(write => write.Item)];

    /// <summary>Whether everything is made anew: then all objects are tried, also if one fails. Default no.</summary>
    internal bool IsCreation { get; init; }

    /// <summary>The objects that the server had when the plan was made, among those that are written or deleted. Default: none.</summary>
    internal IReadOnlyDictionary<ResourceRef, MapValue> Live { get; init; } = new Dictionary<ResourceRef, MapValue>();

    /// <summary>The states that the writes and deletions are bound to. Default: none are.</summary>
    internal BoundStates States { get; init; } = BoundStates.None;
}
