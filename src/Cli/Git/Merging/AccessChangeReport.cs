using SecretsKit.Cli.Access;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Envelope.Merging;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>
/// Says who changed what about the recipients and rules of a merged file. Nothing of it is covered by the MAC, so a change may be that of
/// anybody who can push a branch, and nothing is taken over without a word.
/// </summary>
internal static class AccessChangeReport
{
    /// <summary>Prints every change since the common ancestor that the merged file has.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="path">The file.</param>
    /// <param name="merge">The merge.</param>
    /// <param name="recipients">Whose word counts where a person has to decide.</param>
    public static void SayTaken(TerminalOutput terminal, string path, EncryptedMerge merge, MergeSide recipients)
    {
        var (ours, theirs) = (AccessPolicy.Of(merge.Ours.Metadata!), AccessPolicy.Of(merge.Theirs.Metadata!));
        var merged = AccessPolicy.Of(merge.MetadataOf(recipients));
        var before = merge.Base.Metadata is { } metadata ? AccessPolicy.Of(metadata) : ours;
        var (byUs, byThem) = (Changes(before, ours)
            .ToHashSet(StringComparer.Ordinal), Changes(before, theirs)
            .ToHashSet(StringComparer.Ordinal));
        foreach (var change in Changes(before, merged))
        {
            var side = (byUs.Contains(change), byThem.Contains(change)) switch
            {
                (true, true) => "both sides",
                (true, false) => "our side",
                _ => "their side",
            };
            terminal.Say($"{path}: {side} {change}", TextStyle.Warning);
        }
    }

    /// <summary>Prints why a person has to decide, and what either side changed.</summary>
    public static void SayConflict(TerminalOutput terminal, string path, EncryptedMerge merge)
    {
        terminal.Say($"secretskit: {path}: {Reason(merge.MetadataConflict)}: {EncryptedMerge.MetadataPlace}", TextStyle.Bad);
        var (ours, theirs) = (AccessPolicy.Of(merge.Ours.Metadata!), AccessPolicy.Of(merge.Theirs.Metadata!));
        var before = merge.Base.Metadata is { } metadata ? AccessPolicy.Of(metadata) : ours;
        foreach (var change in Changes(before, ours))
        {
            terminal.Say($"  our side {change}");
        }

        foreach (var change in Changes(before, theirs))
        {
            terminal.Say($"  their side {change} (not taken over)", TextStyle.Warning);
        }
    }

    private static string Reason(MetadataConflict conflict) => conflict switch
    {
        MetadataConflict.LooserRules => "their side may leave values readable, or outside the MAC, that our side encrypts",
        MetadataConflict.RecipientsUnderOtherKey => "their side changed who can read the file under another data key",
        MetadataConflict.ThresholdWithoutShares =>
            "their side wrote another threshold for the shares of the old one, so who can read the file cannot be taken over",
        MetadataConflict.RulesOnBothSides => "both sides changed which values are encrypted",
        _ => "both sides changed who can read the file",
    };

    private static IEnumerable<string> Changes(AccessPolicy before, AccessPolicy after)
    {
        var difference = new AccessDifference(before, after);
        for (var number = 0; number < difference.Groups.Count; number++)
        {
            var place = difference.Groups.Count > 1 ? $" (group {number})" : "";
            foreach (var key in difference.Groups[number].Added)
            {
                yield return $"added recipient {AccessText.Of(key)}{place}";
            }

            foreach (var key in difference.Groups[number].Removed)
            {
                yield return $"removed recipient {AccessText.Of(key)}{place}";
            }
        }

        if (difference.ChangesThreshold || before.Groups.Count != after.Groups.Count)
        {
            yield return $"changed the key groups needed from {AccessText.Needed(before)} to {AccessText.Needed(after)}";
        }

        if (difference.ChangesSelection)
        {
            yield return $"changed which values are encrypted from {AccessText.Of(before.Selection)} to {AccessText.Of(after.Selection)}";
        }

        if (difference.ChangesMac)
        {
            yield return $"changed mac_only_encrypted from {Text(before.MacOnlyEncrypted)} to {Text(after.MacOnlyEncrypted)}";
        }
    }

    private static string Text(bool value) => value ? "true" : "false";
}
