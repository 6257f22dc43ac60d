using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Detection;

namespace SecretsKit.Cli.Checking;

/// <summary>What the check of one file found.</summary>
/// <param name="Facts">What the rules for the repository need.</param>
/// <param name="Findings">What the file's own comments do not allow.</param>
internal sealed record FileResult(FileFacts Facts, IReadOnlyList<Finding> Findings)
{
    /// <summary>How many findings the file's own comments allow.</summary>
    public int Allowed { get; init; }

    /// <summary>Whether its MAC was compared.</summary>
    public bool IsVerified { get; init; }

    /// <summary>The signer, as the list of signers names it; null if there is no valid signature, or none is required.</summary>
    public string? Signer { get; init; }

    /// <summary>Whether it was too large to be read.</summary>
    public bool IsTooLarge { get; init; }
}

/// <summary>
/// Checks files one by one. Whatever is in one of them, the result is findings of that file alone. Safe on several threads.
/// </summary>
internal sealed class FileCheck(
    CliHost host, FileTree tree, CheckOptions options, ConfigIndex configs, MacCheck? macs, SignatureCheck? signatures)
{
    /// <summary>Checks a file.</summary>
    /// <returns>What was found; null for what is no file to check.</returns>
    public async ValueTask<FileResult?> RunAsync(ListedFile listed, CancellationToken ct)
    {
        var fullPath = tree.FullPath(listed.Path);
        var findings = new Findings(options.Skipped);
        var isolation = new CheckIsolation(host, listed.Path, findings);
        var (outcome, content) = isolation.Run("reading", () => Read(listed, fullPath), (ReadOutcome.Passed, []));
        if (outcome != ReadOutcome.Read)
        {
            AddUnread(outcome, listed, findings);
            return findings.Items.Count == 0 ? null
                : new(new(listed, fullPath, IsEncrypted: false, null), findings.Items) { IsTooLarge = outcome == ReadOutcome.TooLarge };
        }

        var file = isolation.Run("parsing", () => new CheckedFile(listed, fullPath, content, options, configs), null);
        if (file is null)
        {
            return new(new(listed, fullPath, IsEncrypted: false, null), findings.Items);
        }

        foreach (var rule in CheckRules.OfFiles)
        {
            isolation.Run(rule.About.Id, () => rule.Check(file, findings));
        }

        var isVerified = macs is not null && await isolation.RunAsync("verifying", () => macs.CheckAsync(file, findings, ct));
        var signer = isolation.Run("checking the signature", () => signatures?.Check(file, findings), null);
        var left = isolation.Run("allowing", () => WithoutAllowed(file, findings.Items), findings.Items);
        var facts = isolation.Run("matching", () => file.Facts, new(listed, fullPath, file.IsEncrypted, null));
        return new(facts, left) { Allowed = findings.Items.Count - left.Count, IsVerified = isVerified, Signer = signer };
    }

    private (ReadOutcome Outcome, byte[] Content) Read(ListedFile listed, string fullPath)
    {
        if (listed.Outcome is { } known)
        {
            return (known, []);
        }

        if (listed.Content is { } staged)
        {
            return (FileLimits.IsBinary(listed.Path, staged) ? ReadOutcome.Passed : ReadOutcome.Read, staged);
        }

        var outcome = ContentReader.Read(host, fullPath, out var content);
        return (outcome, content);
    }

    private static void AddUnread(ReadOutcome outcome, ListedFile listed, Findings findings)
    {
        if (outcome == ReadOutcome.TooLarge)
        {
            findings.Add(
                CheckRules.TooLarge, listed.Path, $"the file is larger than {FileLimits.MostBytes >> 20} MiB and was not looked at");
        }
        else if (outcome == ReadOutcome.Unreadable)
        {
            findings.Add(
                CheckRules.Unreadable, listed.Path, listed.Path.EndsWith('/') ? "the folder cannot be read" : "the file cannot be read");
        }
    }

    private static IReadOnlyList<Finding> WithoutAllowed(CheckedFile file, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return [];
        }

        var comments = AllowComments.Read(file.Content, id => CheckRules.Find(id).Any());
        return [.. findings.Where(finding => finding.Rule.IsFirm || !comments.Cover(finding.Rule.Id, finding.Line, finding.ValueLine))];
    }
}
