using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Frozen;

/// <summary>
/// An operation on a release as it was reviewed, to be carried out once and only while nothing that it is about has changed. It holds what
/// is secret of the release, so its text shows operation and name alone. Never changed.
/// </summary>
public sealed class FrozenPlan
{
    /// <summary>What is done.</summary>
    public required FrozenOperation Operation { get; init; }

    /// <summary>Where, when and by what it was made.</summary>
    public required FrozenOrigin Origin { get; init; }

    /// <summary>The first record of the revision that it makes; for a removal the last record of the release.</summary>
    public required Release Release { get; init; }

    /// <summary>The namespace of the release.</summary>
    public required string Namespace { get; init; }

    /// <summary>The state of the release that it starts from; null, the default, if there is no release.</summary>
    public FrozenStart? Start { get; init; }

    /// <summary>How it is carried out.</summary>
    public required FrozenSettings Settings { get; init; }

    /// <summary>What is done to objects, in order. Default: nothing.</summary>
    public IReadOnlyList<FrozenWrite> Writes { get; init; } = [];

    /// <summary>The objects that are deleted, in order. Default: none.</summary>
    public IReadOnlyList<FrozenDeletion> Deletions { get; init; } = [];

    /// <summary>The files of definitions that are installed first. Default: none.</summary>
    public IReadOnlyList<FrozenDefinition> Definitions { get; init; } = [];

    /// <summary>The objects of the hooks that run. Default: none.</summary>
    internal IReadOnlyList<FrozenHook> Hooks { get; init; } = [];

    /// <summary>What was decrypted for it, so that messages about it can be cleared of that. Default: nothing.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// The identifier of the namespace: one of the same name that was made since is another one. Empty, the default, where it was not there
    /// or may not be read.
    /// </summary>
    internal string NamespaceUid { get; init; } = "";

    /// <summary>The state of the namespace that may have to be made; null, the default, where it is not.</summary>
    internal ReviewedState? NamespaceState { get; init; }

    /// <summary>Whether all objects are made anew.</summary>
    internal bool IsCreation { get; init; }

    /// <summary>How many objects something is done to.</summary>
    /// <param name="action">What.</param>
    public int Count(WriteAction action) => Writes.Count(item => item.Write.Action == action);

    /// <summary>Operation and name.</summary>
    public override string ToString() => $"FrozenPlan({Operation} {Release.Name})";
}
