using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>How one key group changes. Keys are told apart by type and id; their order says nothing.</summary>
/// <param name="Common">In both, in the order of the new group.</param>
/// <param name="Added">Only in the new group.</param>
/// <param name="Removed">Only in the old group.</param>
public sealed record KeyGroupDifference(IReadOnlyList<MasterKey> Common, IReadOnlyList<MasterKey> Added, IReadOnlyList<MasterKey> Removed)
{
    /// <summary>Whether anything changes.</summary>
    public bool IsChange => Added.Count + Removed.Count > 0;

    /// <summary>Compares groups by their number; one that is missing on a side counts as empty.</summary>
    public static IReadOnlyList<KeyGroupDifference> Between(IReadOnlyList<KeyGroup> old, IReadOnlyList<KeyGroup> wanted) =>
        [.. Enumerable.Range(0, Math.Max(old.Count, wanted.Count)).Select(number => Between(At(old, number), At(wanted, number)))];

    private static KeyGroupDifference Between(IReadOnlyList<MasterKey> old, IReadOnlyList<MasterKey> wanted)
    {
        var before = old.Select(Name).ToHashSet();
        var after = wanted.Select(Name).ToHashSet();
        return new(
            [.. wanted.Where(key => before.Contains(Name(key)))],
            [.. wanted.Where(key => !before.Contains(Name(key)))],
            [.. old.Where(key => !after.Contains(Name(key)))]);
    }

    private static (KeyType, string) Name(MasterKey key) => (key.Type, key.Id);

    private static IReadOnlyList<MasterKey> At(IReadOnlyList<KeyGroup> groups, int number) => number < groups.Count
        ? groups[number].Keys
        : [];
}
