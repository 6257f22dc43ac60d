using System.Collections.Concurrent;
using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Detection;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Checking;

/// <summary>Checks the files below one root: all of them side by side, then the repository as a whole.</summary>
internal sealed class RepositoryCheck(CliHost host, FileTree tree, CheckOptions options, CheckSummary summary)
{
    private readonly ConfigIndex _configs = new(host, tree, options.Config);
    private readonly AllowList _allowed = ReadAllowList(host, tree);
    private readonly ConcurrentBag<(FileFacts Facts, IReadOnlyList<Finding> Findings)> _results = [];
    private int _verified;
    private int _tooLarge;
    private int _allowedHere;

    /// <summary>Checks.</summary>
    /// <returns>What the repository does not accept, by path and line.</returns>
    public async Task<List<Finding>> RunAsync(CancellationToken ct)
    {
        using var keys = options.Verify ? KeyServices.Local(host) : KeyServices.None();
        var macs = options.Verify ? new MacCheck(host, keys, options.RequireKeys) : null;
        await Parallel.ForEachAsync(tree.Files, ct, async (listed, token) => await CheckAsync(listed, macs, token));

        var facts = _results.Select(result => result.Facts).OrderBy(fact => fact.Listed.Path, StringComparer.Ordinal).ToList();
        foreach (var fact in facts.Where(fact => Path.GetFileName(fact.Listed.Path) == ".sops.yaml"))
        {
            _configs.Include(fact.Listed.Path);
        }

        var whole = new Findings(options.Skipped);
        var repository = new CheckedRepository(host, tree, facts, _configs, options);
        foreach (var rule in CheckRules.OfRepository)
        {
            await rule.CheckAsync(repository, whole, ct);
        }

        var found = _results.SelectMany(result => result.Findings).Concat(whole.Items).Where(finding => !IsAllowed(finding)).ToList();
        AddUnusedEntries(found);
        Sum(facts);
        return [.. found.OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)];
    }

    private async ValueTask CheckAsync(ListedFile listed, MacCheck? macs, CancellationToken ct)
    {
        var fullPath = tree.FullPath(listed.Path);
        var findings = new Findings(options.Skipped);
        var content = listed.Content;
        if (content is not null ? FileLimits.IsBinary(content) : !TryRead(listed, fullPath, findings, out content))
        {
            if (findings.Items.Count > 0)
            {
                _results.Add((new(listed, fullPath, IsEncrypted: false, null), findings.Items));
            }

            return;
        }

        var file = new CheckedFile(listed, fullPath, content!, options, _configs);
        foreach (var rule in CheckRules.OfFiles)
        {
            rule.Check(file, findings);
        }

        if (macs is not null && await macs.CheckAsync(file, findings, ct))
        {
            Interlocked.Increment(ref _verified);
        }

        _results.Add((file.Facts, WithoutAllowed(file, findings)));
    }

    private bool TryRead(ListedFile listed, string fullPath, Findings findings, out byte[]? content)
    {
        var outcome = ContentReader.Read(host, fullPath, out content);
        if (outcome == ReadOutcome.TooLarge)
        {
            Interlocked.Increment(ref _tooLarge);
        }
        else if (outcome == ReadOutcome.Unreadable)
        {
            findings.Add(CheckRules.Unreadable, listed.Path, "the file cannot be read");
        }

        return outcome == ReadOutcome.Read;
    }

    private List<Finding> WithoutAllowed(CheckedFile file, Findings findings)
    {
        if (findings.Items.Count == 0)
        {
            return [];
        }

        var comments = AllowComments.Read(file.Content, id => CheckRules.Find(id).Any());
        var left = findings.Items.Where(finding => !comments.Cover(finding.Rule.Id, finding.Line, finding.ValueLine)).ToList();
        Interlocked.Add(ref _allowedHere, findings.Items.Count - left.Count);
        return left;
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
                new Finding(CheckRules.UnusedAllowEntry, CheckRules.UnusedAllowEntry.Level, AllowList.FileName, entry.Line, 0, $"nothing needs the entry {entry.Text}")));
        }
    }

    private bool Ran(string rule) => !options.Skipped.Contains(rule)
        && (options.Verify || (rule != MacCheck.Mismatch.Id && rule != MacCheck.Undecryptable.Id && rule != MacCheck.Unverified.Id));

    private void Sum(List<FileFacts> facts)
    {
        summary.Files += facts.Count;
        summary.Encrypted += facts.Count(fact => fact.IsEncrypted);
        summary.Verified = options.Verify ? (summary.Verified ?? 0) + _verified : null;
        summary.TooLarge += _tooLarge;
        summary.Allowed += _allowedHere;
    }

    private static AllowList ReadAllowList(CliHost host, FileTree tree)
    {
        if (tree.Staged is { } staged)
        {
            return AllowList.Parse(staged.GetValueOrDefault(AllowList.FileName) ?? []);
        }

        var path = tree.FullPath(AllowList.FileName);
        return AllowList.Parse(File.Exists(path) ? FileReader.Read(host.Environment, path, FileLimits.MostBytes) : []);
    }
}
