using System.Globalization;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Access;

/// <summary>Where a file gives more away than its creation rule allows. What is stricter than the rule is no breach.</summary>
internal sealed record RuleBreach
{
    private RuleBreach(AccessDifference difference) => Difference = difference;

    /// <summary>Whose recipients are. Default: no names.</summary>
    public RecipientNames Names { get; init; } = RecipientNames.None;

    /// <summary>The rule against the file.</summary>
    public AccessDifference Difference { get; }

    /// <summary>Recipients that the rule does not name, by group; none if the rule has no recipients.</summary>
    public IEnumerable<(int Group, MasterKey Key)> Outsiders => Difference.Before.NamesRecipients
        ? Difference.Groups.SelectMany((group, number) => group.Added.Select(key => (number, key)))
        : [];

    /// <summary>Whether fewer groups suffice than the rule wants.</summary>
    public bool LowersThreshold => Difference.Before.NamesRecipients && Difference.LowersThreshold;

    /// <summary>Whether values may be readable, or outside the MAC, that are not by the rule. New recipients do not cure that.</summary>
    public bool LoosensSelection => Difference.LoosensSelection || Difference.LoosensMac;

    /// <summary>Compares.</summary>
    /// <param name="rule">The creation rule of the file.</param>
    /// <param name="file">What holds for the file, or will.</param>
    public static RuleBreach Of(AccessPolicy rule, AccessPolicy file) => new(new AccessDifference(rule.CompletedFrom(file), file));

    /// <summary>What is wrong, one finding per line; empty if nothing is.</summary>
    /// <param name="named">Recipients and a threshold that the command itself names are no finding.</param>
    public IReadOnlyList<string> Findings(NamedAccess named)
    {
        var isSplit = Difference.After.Groups.Count > 1;
        List<string> findings =
        [
            .. Outsiders.Where(outsider => !named.Recipients.Contains(outsider.Key)).Select(outsider =>
                (isSplit ? string.Create(CultureInfo.InvariantCulture, $"group {outsider.Group}: ") : "")
                + $"can decrypt, and is not in the rule: {Names.Short(outsider.Key)}"),
        ];
        if (LowersThreshold && !named.Threshold)
        {
            findings.Add($"{AccessText.Needed(Difference.After)} key groups open the file, and the rule wants " +
                $"{AccessText.Needed(Difference.Before)}");
        }

        return [.. findings, .. SelectionFindings];
    }

    /// <summary>The findings that new recipients do not cure.</summary>
    public IEnumerable<string> SelectionFindings
    {
        get
        {
            if (Difference.LoosensSelection)
            {
                yield return $"the file selects values by {AccessText.Of(Difference.After.Selection)}, which may leave readable what " +
                    "the rule encrypts by "
                    + AccessText.Of(Difference.Before.Selection);
            }

            if (Difference.LoosensMac)
            {
                yield return "the MAC of the file leaves readable values out (mac_only_encrypted), and the rule does not want that";
            }
        }
    }
}

/// <summary>What a command names itself, and thereby accepts.</summary>
/// <param name="Recipients">Recipients that it adds.</param>
/// <param name="Threshold">Whether it sets the threshold.</param>
internal sealed record NamedAccess(IReadOnlyList<MasterKey> Recipients, bool Threshold)
{
    /// <summary>Nothing.</summary>
    public static NamedAccess None { get; } = new([], false);
}
