using System.Text;
using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Reporting;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Checking;

/// <summary>Checks a repository and tells what was found.</summary>
internal sealed class CheckHandler(VerbContext context)
{
    // Below it, all is done before anybody could read of it.
    private const int LongWork = 500;

    /// <summary>Checks.</summary>
    /// <returns>The exit code: <see cref="ExitCodes.Differences"/> if something was found that fails the run.</returns>
    public async Task<int> RunAsync(CheckOptions options, CancellationToken ct)
    {
        var host = context.Host;
        IReadOnlyList<FileTree> trees = options.Staged
            ? [await new StagedFiles(host).ListAsync(ct)]
            : await new FileLister(host).ListAsync(options.Paths, ct);
        var summary = new CheckSummary();
        var found = new List<(Finding Finding, FileTree Tree)>();
        foreach (var tree in trees)
        {
            if (!tree.HasGit && GitCommand.IsRepository(tree.Root))
            {
                context.Terminal.Say("warning: git is not installed, so ignored files are checked, too", TextStyle.Warning);
            }

            if (tree.Files.Count > LongWork)
            {
                context.Terminal.Progress($"checking {tree.Files.Count} files below {tree.Root}");
            }

            found.AddRange((await new RepositoryCheck(host, tree, options, summary).RunAsync(ct)).Select(finding => (finding, tree)));
        }

        if (options.WriteAllowList)
        {
            return Accept(found);
        }

        Report(options, summary, found, isOneRoot: trees.Count == 1);
        return found.Exists(entry => entry.Finding.Fails(options.FailOn)) ? ExitCodes.Differences : ExitCodes.Success;
    }

    private void Report(CheckOptions options, CheckSummary summary, List<(Finding Finding, FileTree Tree)> found, bool isOneRoot)
    {
        var reported = found.Where(entry => !options.Quiet || entry.Finding.Fails(options.FailOn)).ToList();
        var trees = new Dictionary<Finding, FileTree>(ReferenceEqualityComparer.Instance);
        reported.ForEach(entry => trees[entry.Finding] = entry.Tree);
        List<Finding> findings = reported.ConvertAll(entry => entry.Finding);
        string Typed(Finding finding) => Shown(trees[finding].FullPath(finding.Path));
        string Stable(Finding finding) => isOneRoot ? finding.Path : Typed(finding).Replace(Path.DirectorySeparatorChar, '/');
        switch (options.Form)
        {
            case ReportForm.Json:
                JsonReport.Write(context.Host.Output, summary, findings, Stable);
                return;
            case ReportForm.Sarif:
                SarifReport.Write(context.Host.Output, findings, Stable, CheckRules.All);
                return;
        }

        HumanReport.Write(context.Terminal, findings, Typed);
        if (!options.Quiet || findings.Count > 0)
        {
            var isClean = !found.Exists(entry => entry.Finding.Level > CheckLevel.Note);
            context.Terminal.Say(
                HumanReport.Summary(summary, [.. found.Select(entry => entry.Finding)]), isClean ? TextStyle.Good : TextStyle.Bad);
        }
    }

    // As one would type it here, where that is shorter.
    private string Shown(string fullPath)
    {
        var below = Path.GetRelativePath(context.Host.Environment.WorkingDirectory, fullPath);
        return below.Length < fullPath.Length ? below : fullPath;
    }

    private int Accept(List<(Finding Finding, FileTree Tree)> found)
    {
        foreach (
            var group in found.Where(entry => entry.Finding is { Level: > CheckLevel.Note, Rule.IsFirm: false })
                .GroupBy(entry => entry.Tree.Root))
        {
            var path = Path.Combine(group.Key, AllowList.FileName);
            var before = File.Exists(path) ? FileReader.Read(context.Host.Environment, path) : null;
            var text = AllowList.Lines(group.Select(entry => entry.Finding));
            var start = before is null
                ? "# Findings of 'secretskit check' that are accepted: RULE PATH [NAME], with * for any rule and in paths.\n"u8.ToArray()
                : before is [.., not (byte)'\n'] ? [.. before, (byte)'\n'] : before;
            Output.Write(
                context.Host, path, (byte[])[.. start, .. Encoding.UTF8.GetBytes(text)], FileContentKind.Public,
                before is null ? FileSnapshot.Missing : FileSnapshot.Of(before));
            context.Terminal.Say(
                $"added {group.Count()} findings to {Shown(path)}; say behind each, with #, why it is accepted", TextStyle.Good);
        }

        return ExitCodes.Success;
    }
}
