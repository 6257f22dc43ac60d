using SecretsKit.Cli.Reporting;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Checking;

/// <summary>What is checked, and how it is reported.</summary>
internal sealed record CheckOptions
{
    /// <summary>Files and folders; none for the whole repository.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Whether what git is about to commit is checked, instead of the files.</summary>
    public bool Staged { get; init; }

    /// <summary>Whether files are decrypted to check their MACs.</summary>
    public bool Verify { get; init; }

    /// <summary>Whether a file that no key at hand opens is an error.</summary>
    public bool RequireKeys { get; init; }

    /// <summary>Whether only what fails is reported.</summary>
    public bool Quiet { get; init; }

    /// <summary>The form of the report.</summary>
    public ReportForm Form { get; init; } = ReportForm.Human;

    /// <summary>The level from which findings fail the run; null for never.</summary>
    public CheckLevel? FailOn { get; init; } = CheckLevel.Warning;

    /// <summary>The configuration for all files, or null to search for each.</summary>
    public string? Config { get; init; }

    /// <summary>The list of signers for all files, or null for that of the variable, or to search for each.</summary>
    public string? Signers { get; init; }

    /// <summary>Ids of rules that are switched off.</summary>
    public IReadOnlySet<string> Skipped { get; init; } = new HashSet<string>();

    /// <summary>Whether the findings are added to the allow list.</summary>
    public bool WriteAllowList { get; init; }

    /// <summary>How decrypted copies are called.</summary>
    public CopyName Copies { get; init; } = CopyName.Default;
}
