using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Access;

/// <summary>How one policy differs from another: what a rule wants and what a file has, or two versions of a file.</summary>
/// <param name="Before">What is compared with.</param>
/// <param name="After">What is judged.</param>
internal sealed record AccessDifference(AccessPolicy Before, AccessPolicy After)
{
    /// <summary>Recipients by group, counted from 0.</summary>
    public IReadOnlyList<KeyGroupDifference> Groups { get; } = KeyGroupDifference.Between(Before.Groups, After.Groups);

    /// <summary>Recipients that are in no group before, and in some group after.</summary>
    public IEnumerable<MasterKey> Gaining => Missing(After, Before);

    /// <summary>Recipients that are in some group before, and in no group after.</summary>
    public IEnumerable<MasterKey> Losing => Missing(Before, After);

    /// <summary>Whether another number of groups opens the file.</summary>
    public bool ChangesThreshold => Before.Needed != After.Needed;

    /// <summary>Whether values are selected otherwise.</summary>
    public bool ChangesSelection => Before.Selection != After.Selection;

    /// <summary>Whether the MAC covers other values.</summary>
    public bool ChangesMac => Before.MacOnlyEncrypted != After.MacOnlyEncrypted;

    /// <summary>Whether fewer groups suffice.</summary>
    public bool LowersThreshold => After.Needed < Before.Needed;

    /// <summary>Whether values may stay readable that were encrypted before.</summary>
    public bool LoosensSelection => !After.Selection.Covers(Before.Selection);

    /// <summary>Whether readable values leave the MAC.</summary>
    public bool LoosensMac => After.MacOnlyEncrypted && !Before.MacOnlyEncrypted;

    private static IEnumerable<MasterKey> Missing(AccessPolicy from, AccessPolicy there)
    {
        var known = there.Groups.SelectMany(group => group.Keys).Select(key => (key.Type, key.Id)).ToHashSet();
        return from.Groups.SelectMany(group => group.Keys)
            .DistinctBy(key => (key.Type, key.Id))
            .Where(key => !known.Contains((key.Type, key.Id)));
    }
}
