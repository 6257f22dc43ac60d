using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking;

/// <summary>Looks at one file after the other, several at once.</summary>
internal interface IFileRule
{
    /// <summary>What it looks for.</summary>
    CheckRule About { get; }

    /// <summary>Looks at a file.</summary>
    void Check(CheckedFile file, Findings findings);
}

/// <summary>Looks at the repository as a whole, when all files are known.</summary>
internal interface IRepositoryRule
{
    /// <summary>What it looks for.</summary>
    CheckRule About { get; }

    /// <summary>Looks at it.</summary>
    ValueTask CheckAsync(CheckedRepository repository, Findings findings, CancellationToken ct);
}
