namespace SecretsKit.Core.Envelope.Merging;

/// <summary>Why the recipients and rules of a merged file are for a person to decide.</summary>
public enum MetadataConflict
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>Both sides changed which values are encrypted, or what the MAC covers, and not alike.</summary>
    RulesOnBothSides,

    /// <summary>Their side's rules may leave values readable, or outside the MAC, that ours do not.</summary>
    LooserRules,

    /// <summary>Their side changed recipients, and its data key is not ours.</summary>
    RecipientsUnderOtherKey,

    /// <summary>Both sides changed recipients, groups or threshold in ways that cannot be combined.</summary>
    RecipientsOnBothSides,

    /// <summary>Their side wrote another threshold without making the shares for it.</summary>
    ThresholdWithoutShares,
}
