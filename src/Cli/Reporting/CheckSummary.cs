namespace SecretsKit.Cli.Reporting;

/// <summary>What a run did.</summary>
internal sealed class CheckSummary
{
    /// <summary>Charts that were looked at; null for what is not about charts.</summary>
    public int? Charts { get; init; }

    /// <summary>Files that were read.</summary>
    public int Files { get; set; }

    /// <summary>SOPS files among them.</summary>
    public int Encrypted { get; set; }

    /// <summary>Files whose MAC was checked; null if that was not asked for.</summary>
    public int? Verified { get; set; }

    /// <summary>Who signed how many files, as lists of signers have it.</summary>
    public SortedDictionary<string, int> Signers { get; } = new(StringComparer.Ordinal);

    /// <summary>Files beyond the limit of size, which were not read.</summary>
    public int TooLarge { get; set; }

    /// <summary>Findings that a comment or the allow list accepts.</summary>
    public int Allowed { get; set; }

    /// <summary>How many findings there are of a level.</summary>
    public static int Count(IReadOnlyList<Finding> findings, CheckLevel level) => findings.Count(finding => finding.Level == level);
}
