using System.CommandLine;
using SecretsKit.Cli.Checking;
using SecretsKit.Cli.Checking.Reports;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Syncing;

/// <summary>The words of <c>sync lint</c>.</summary>
internal static class SyncLintVerb
{
    private static readonly VerbText Help = new(
        "sync lint [options] -f PATH",
        "Looks through manifests of ExternalSecrets and stores for what agents tell only in the cluster: fields and values that their "
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
        var form = VerbOptions.Choice("--output", "FORM", "Form of the report: human, json or sarif.", ["human", "json", "sarif"], "-o");
        var failOn = VerbOptions.Choice(
            "--fail-on", "LEVEL", "Level from which findings fail the run: error, warning (the default), note or never.",
            ["error", "warning", "note", "never"]);
        var skip = VerbOptions.Many("--skip", "RULE", "Switch a rule off; may be repeated. --list-rules names them.");
        skip.CompletionSources.Add(_ => SyncLintRules.All.Select(rule => new System.CommandLine.Completions.CompletionItem(rule.Id)));
        skip.Validators.Add(given =>
        {
            foreach (var token in given.Tokens.Where(token => SyncLintRules.All.All(rule => rule.Id != token.Value)))
            {
                given.AddError($"there is no rule \"{token.Value}\"; --list-rules names them");
            }
        });
        var list = VerbOptions.Switch("--list-rules", "Name the rules.");
        var source = new SyncOptions();
        var command = new Command("lint") { form, failOn, skip, list };
        source.AddTo(command, readsStores: false);
        return new(command, Help, (parsed, ct) => parsed.GetValue(list) ? ListAsync(context) : new SyncLintHandler(context).RunAsync(
            new(source.Read(parsed, []))
            {
                Form = parsed.GetValue(form) switch { "json" => ReportForm.Json, "sarif" => ReportForm.Sarif, _ => ReportForm.Human },
                FailOn = parsed.GetValue(failOn) switch
                {
                    "error" => CheckLevel.Error,
                    "note" => CheckLevel.Note,
                    "never" => null,
                    _ => CheckLevel.Warning,
                },
                Skipped = (parsed.GetValue(skip) ?? []).ToHashSet(StringComparer.Ordinal),
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
