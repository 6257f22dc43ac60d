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
}
