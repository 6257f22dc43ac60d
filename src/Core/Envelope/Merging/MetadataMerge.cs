using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;

namespace SecretsKit.Core.Envelope.Merging;

/// <summary>
/// The metadata of a merged file. They are ours. Who can read the file and which values are encrypted is taken from theirs where only they
/// changed it, but nothing is ever encrypted under a data key that came with their side: it would be known to whoever made it up.
/// </summary>
public sealed record MetadataMerge
{
    private MetadataMerge(DocumentMetadata metadata) => Metadata = metadata;

    /// <summary>The metadata to go on with; the time of change and the MAC are still to be set.</summary>
    public DocumentMetadata Metadata { get; private init; }

    /// <summary>Whether a new data key is needed: their side rotated it, and no rotation shall be undone by a merge.</summary>
    public bool NeedsNewKey { get; private init; }

    /// <summary>Why recipients and rules are for a person to decide; the metadata are ours then.</summary>
    public MetadataConflict Conflict { get; private init; }

    /// <summary>Whether a person has to decide.</summary>
    public bool IsConflict => Conflict != MetadataConflict.None;

    /// <summary>Merges.</summary>
    /// <param name="base">The common ancestor's, or null if it is not encrypted or there is none.</param>
    /// <param name="ours">Ours.</param>
    /// <param name="theirs">Theirs.</param>
    /// <param name="keys">Which data keys are the same.</param>
    public static MetadataMerge Of(DocumentMetadata? @base, DocumentMetadata ours, DocumentMetadata theirs, DataKeyRelation keys)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(theirs);
        var rules = MergeRules(@base, ours, theirs);
        if (rules is null)
        {
            return new(ours) { Conflict = MetadataConflict.RulesOnBothSides };
        }

        // No MAC covers the rules, so anybody could have written them, and what is set later would be written readable.
        if (!rules.Selection.Covers(ours.Selection) || (rules.MacOnlyEncrypted && !ours.MacOnlyEncrypted))
        {
            return new(ours) { Conflict = MetadataConflict.LooserRules };
        }

        if (HaveSameRecipients(ours, theirs) || HaveSameRecipients(@base, theirs))
        {
            return new(rules) { NeedsNewKey = !keys.TheirsIsOurs && !keys.TheirsIsBase };
        }

        // Their entries wrap our data key, so that taking them over gives the key to nobody who did not have it.
        return !keys.TheirsIsOurs ? new(ours) { Conflict = MetadataConflict.RecipientsUnderOtherKey }
            : @base is null ? new(ours) { Conflict = MetadataConflict.RecipientsOnBothSides }
            : HaveSameRecipients(@base, ours) ? HaveOldShares(ours, theirs)
                ? new(ours) { Conflict = MetadataConflict.ThresholdWithoutShares }
                : new(WithRecipientsOf(rules, theirs))
            : CombineRecipients(@base, ours, theirs) is { } combined ? new(rules with { KeyGroups = [combined] })
            : new(ours) { Conflict = MetadataConflict.RecipientsOnBothSides };
    }

    /// <summary>Our metadata with the recipients and rules of their side: how a conflict is resolved for them.</summary>
    public static DocumentMetadata TakingTheirs(DocumentMetadata ours, DocumentMetadata theirs)
    {
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(theirs);
        return WithRecipientsOf(ours, theirs) with { Selection = theirs.Selection, MacOnlyEncrypted = theirs.MacOnlyEncrypted };
    }

    private static DocumentMetadata? MergeRules(DocumentMetadata? @base, DocumentMetadata ours, DocumentMetadata theirs) =>
        HaveSameRules(ours, theirs) || HaveSameRules(@base, theirs) ? ours
        : HaveSameRules(@base, ours) ? ours with { Selection = theirs.Selection, MacOnlyEncrypted = theirs.MacOnlyEncrypted }
        : null;

    // Shares are made for a threshold: who changes it makes all of them anew, and who only writes
    // another number makes a file that may not open.
    private static bool HaveOldShares(DocumentMetadata ours, DocumentMetadata theirs) =>
        theirs.KeyGroups.Count > 1 && ours.ShamirThreshold != theirs.ShamirThreshold
        && theirs.KeyGroups.SelectMany(group => group.Keys).Select(key => key.Enc)
            .Intersect(ours.KeyGroups.SelectMany(group => group.Keys).Select(key => key.Enc), StringComparer.Ordinal).Any();

    private static DocumentMetadata WithRecipientsOf(DocumentMetadata metadata, DocumentMetadata other) =>
        metadata with { KeyGroups = other.KeyGroups, ShamirThreshold = other.ShamirThreshold };

    /// <summary>
    /// Recipients added and removed on either side; shares of several groups cannot be mixed, so that is for one group only.
    /// </summary>
    private static WrappedKeyGroup? CombineRecipients(DocumentMetadata @base, DocumentMetadata ours, DocumentMetadata theirs)
    {
        if (@base.KeyGroups.Count != 1 || ours.KeyGroups.Count != 1 || theirs.KeyGroups.Count != 1)
        {
            return null;
        }

        var (before, left, right) = (Names(@base.KeyGroups[0]), Names(ours.KeyGroups[0]), Names(theirs.KeyGroups[0]));
        var kept = ours.KeyGroups[0].Keys.Where(key => right.Contains(Name(key)) || !before.Contains(Name(key)));
        var added = theirs.KeyGroups[0].Keys.Where(key => !left.Contains(Name(key)) && !before.Contains(Name(key)));
        var keys = kept.Concat(added).ToList();
        return keys.Count > 0 ? new(keys) : null;
    }

    private static bool HaveSameRules(DocumentMetadata? left, DocumentMetadata right) =>
        left is not null && left.Selection == right.Selection && left.MacOnlyEncrypted == right.MacOnlyEncrypted;

    private static bool HaveSameRecipients(DocumentMetadata? left, DocumentMetadata right) =>
        left is not null && left.KeyGroups.Count == right.KeyGroups.Count
        && (left.KeyGroups.Count == 1 || left.ShamirThreshold == right.ShamirThreshold)
        && left.KeyGroups.Zip(right.KeyGroups).All(pair => Names(pair.First).SetEquals(Names(pair.Second)));

    private static HashSet<(KeyType, string)> Names(WrappedKeyGroup group) => [.. group.Keys.Select(Name)];

    private static (KeyType, string) Name(WrappedKey key) => (key.Key.Type, key.Key.Id);
}
