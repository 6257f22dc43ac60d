using System.Collections.Concurrent;
using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Reporting;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Checking;

/// <summary>Checks the files below one root: all of them side by side, then the repository as a whole.</summary>
internal sealed class RepositoryCheck(CliHost host, FileTree tree, CheckOptions options, CheckSummary summary)
{
    private readonly ConfigIndex _configs = new(host, tree, options.Config);
    private AllowList _allowed = AllowList.Parse([]);
    private int _allowedHere;

    /// <summary>Checks.</summary>
    /// <returns>What the repository does not accept, by path and line.</returns>
    public async Task<List<Finding>> RunAsync(CancellationToken ct)
    {
        var whole = new Findings(options.Skipped);
        _allowed = new CheckIsolation(host, AllowList.FileName, whole).Run("reading", ReadAllowList, _allowed);
        var macs = options.Verify ? new MacCheck(host.LocalKeyRing(), options.RequireKeys) : null;
        var signatures = options.Verify ? new SignatureCheck(new(host, options.Signers)) : null;
        var check = new FileCheck(host, tree, options, _configs, macs, signatures);
        var results = new ConcurrentBag<FileResult>();
        await Parallel.ForEachAsync(tree.Files, ct, async (listed, token) =>
        {
            if (await check.RunAsync(listed, token) is { } result)
            {
                results.Add(result);
            }
        });

        var isolation = new CheckIsolation(host, ".", whole);
        var facts = results.Select(result => result.Facts).OrderBy(fact => fact.Listed.Path, StringComparer.Ordinal).ToList();
        foreach (var fact in facts.Where(fact => Path.GetFileName(fact.Listed.Path) == ".sops.yaml"))
        {
            isolation.Run("reading", () => _configs.Include(fact.Listed.Path));
        }

        var repository = new CheckedRepository(host, tree, facts, _configs, options);
        foreach (var rule in CheckRules.OfRepository)
        {
            await isolation.RunAsync(rule.About.Id, async () =>
            {
                await rule.CheckAsync(repository, whole, ct);
                return true;
            });
        }

        var found = results.SelectMany(result => result.Findings).Concat(whole.Items).Where(finding => !IsAllowed(finding)).ToList();
        AddUnusedEntries(found);
        Sum(results);
        return [.. found.OrderBy(finding => finding.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Line)
            .ThenBy(finding => finding.Column)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)];
    }

    private bool IsAllowed(Finding finding)
    {
        var covers = _allowed.Covers(finding);
        _allowedHere += covers ? 1 : 0;
        return covers;
    }

    private void AddUnusedEntries(List<Finding> found)
    {
        // Only when every finding that an entry could cover was looked for.
        if (tree.IsWhole && !options.Staged)
        {
            found.AddRange(_allowed.Unused(Ran).Select(entry =>
                new Finding(
                    CheckRules.UnusedAllowEntry,
                    CheckRules.UnusedAllowEntry.Level,
                    AllowList.FileName,
                    entry.Line,
                    0,
                    $"nothing needs the entry {entry.Text}")));
        }
    }

    private bool Ran(string rule) => !options.Skipped.Contains(rule)
        && (options.Verify || (rule != MacCheck.Mismatch.Id && rule != MacCheck.Undecryptable.Id && rule != MacCheck.Unverified.Id));

    private void Sum(ConcurrentBag<FileResult> results)
    {
        summary.Files += results.Count;
        summary.Encrypted += results.Count(result => result.Facts.IsEncrypted);
        summary.Verified = options.Verify ? (summary.Verified ?? 0) + results.Count(result => result.IsVerified) : null;
        foreach (var signer in results.Select(result => result.Signer).OfType<string>())
        {
            summary.Signers[signer] = summary.Signers.GetValueOrDefault(signer) + 1;
        }

        summary.TooLarge += results.Count(result => result.IsTooLarge);
        summary.Allowed += _allowedHere + results.Sum(result => result.Allowed);
    }

    private AllowList ReadAllowList()
    {
        if (tree.Staged is { } staged)
        {
            return AllowList.Parse(staged.GetValueOrDefault(AllowList.FileName) ?? []);
        }

        var path = tree.FullPath(AllowList.FileName);
        return AllowList.Parse(File.Exists(path) ? FileReader.Read(host.Environment, path, FileLimits.MostBytes) : []);
    }
}
