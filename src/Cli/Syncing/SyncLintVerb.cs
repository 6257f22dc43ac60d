using System.CommandLine;
using System.CommandLine.Completions;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Syncing;

/// <summary>The words of <c>sync lint</c>.</summary>
internal static class SyncLintVerb
{
    private static readonly VerbText Help = new(
        "sync lint [options] -f PATH",
        "Looks through manifests of ExternalSecrets and stores for what agents report only in the cluster: fields and values that their "
        + "definitions do not have, stores, generators and templates that are missing or not allowed, keys that no Secret takes, "
        + "templates that cannot work, intervals that will be throttled. No store is read and no key is needed: encrypted files are read "
        + "as they are. "
        + "Exit code 0: nothing that fails; 2: findings; 1: the manifests cannot be read.",
        ("secretskit sync lint -f manifests/", "in CI, before anything is applied"),
        ("helm template ./chart | secretskit sync lint -f - -f stores/", "what a chart renders"),
        ("secretskit sync lint -f manifests/ -o sarif > lint.sarif", "for a code host"))
    {
        ExitCodes = [("2", "findings")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var report = new ReportOptions(name => SyncLintRules.All.Any(rule => rule.Id == name));
        report.Skip.CompletionSources.Add(_ => SyncLintRules.All.Select(rule => new CompletionItem(rule.Id)));
        var source = new SyncOptions();
        var command = new Command("lint") { report.Form, report.FailOn, report.Skip, report.List };
        source.AddTo(command, readsStores: false);
        return new(command, Help, (parsed, ct) => parsed.GetValue(report.List) ? ListAsync(context) : new SyncLintHandler(context).RunAsync(
            new(source.Read(parsed, []))
            {
                Form = report.FormOf(parsed),
                FailOn = report.FailOnOf(parsed),
                Skipped = (parsed.GetValue(report.Skip) ?? []).ToHashSet(StringComparer.Ordinal),
            },
            ct));
    }

    private static Task<int> ListAsync(VerbContext context)
    {
        foreach (var rule in SyncLintRules.All)
        {
            context.Terminal.Print($"{rule.Id,-22} {HumanReport.Word(rule.Level),-8} {rule.Title}");
        }

        return Task.FromResult(ExitCodes.Success);
    }
}
