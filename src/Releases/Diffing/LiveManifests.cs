using SecretsKit.Releases.Diffing.Causes;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Diffing;

/// <summary>What a three-way diff compares, and what else was seen. It may hold secrets, so its text shows counts alone.</summary>
/// <param name="Old">The manifest of what is there.</param>
/// <param name="Now">That of what would be.</param>
public sealed record LiveManifests(string Old, string Now)
{
    /// <summary>What was changed in live objects after the last revision. Default: nothing.</summary>
    public IReadOnlyList<(ReleaseObject Item, IReadOnlyList<ChangeCause> Causes)> Drift { get; init; } = [];

    /// <summary>What the server would refuse, such as fields that somebody else owns; without values. Default: nothing.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>Counts.</summary>
    public override string ToString() => $"LiveManifests({Drift.Count} changed, {Refusals.Count} refused)";
}
