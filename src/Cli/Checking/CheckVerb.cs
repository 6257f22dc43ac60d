using System.CommandLine;
using System.CommandLine.Completions;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Reporting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Checking;

/// <summary>The words of <c>check</c>.</summary>
internal static class CheckVerb
{
    private static readonly VerbText Help = new(
        "check [options] [PATH...]",
        "Looks through a repository for secrets in plain text, decrypted copies that git does not ignore, files whose recipients are " +
        "not those of .sops.yaml, "
        + "rules that never count, damaged files and unfinished merges. No key is needed; with --verify, files are decrypted in memory " +
            "to check their MACs. "
        + "A comment 'secretskit:allow [RULE] [reason]' on a line or the line before accepts a finding there, and so does an entry RULE " +
            "PATH [NAME] in .secretskit-allow. "
        + "Exit code 0: nothing that fails; 2: findings; 1: the check itself failed.",
        ("secretskit check", "the whole repository"),
        ("secretskit check --staged --quiet --fail-on error", "what git is about to commit, for a hook"),
        ("secretskit check --output sarif > check.sarif", "for a code host"),
        ("secretskit check --explain recipient-drift", "what a rule looks for, and what helps"),
        ("secretskit check --write-allow-list", "accept what is there today, and fail on what is new"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Files and folders; without one, the whole repository.",
        };
        var staged = VerbOptions.Switch("--staged", "Check what is staged for the next commit, as it is staged.");
        var verify = VerbOptions.Switch("--verify", "Decrypt files in memory, with the keys at hand, to check their MACs; check " +
            "signatures where a list of signers counts, which needs no key.");
        var signers = VerbOptions.Signers();
        var requireKeys = VerbOptions.Switch("--require-keys", "With --verify: a file that no key at hand opens is an error.");
        var report = new ReportOptions(name => CheckRules.Find(name).Any());
        var quiet = VerbOptions.Switch("--quiet", "Tell only what fails the run.", "-q");
        var write = VerbOptions.Switch("--write-allow-list", "Add all errors and warnings to .secretskit-allow.");
        var explain = VerbOptions.Text("--explain", "RULE", "Say what a rule looks for, what to do about it, and how to accept it.");
        report.Skip.CompletionSources.Add(_ => CheckRules.All.Select(rule => new CompletionItem(rule.Id)));
        explain.CompletionSources.Add(_ => CheckRules.All.Select(rule => new CompletionItem(rule.Id)));
        var config = VerbOptions.Config();
        return new(
            new Command("check")
            {
                paths, staged, verify, requireKeys, signers, report.Form, report.FailOn, quiet, report.Skip, write, report.List, explain,
                config,
            },
            Help,
            (parsed, ct) => parsed.GetValue(report.List) ? ListRulesAsync(context)
                : parsed.GetValue(explain) is { } rule ? ExplainAsync(context, rule)
                : new CheckHandler(context).RunAsync(
                Checked(new CheckOptions
                {
                    Paths = parsed.GetValue(paths) ?? [],
                    Staged = parsed.GetValue(staged),
                    Verify = parsed.GetValue(verify),
                    RequireKeys = parsed.GetValue(requireKeys),
                    Signers = parsed.GetValue(signers),
                    Quiet = parsed.GetValue(quiet),
                    Form = report.FormOf(parsed),
                    FailOn = report.FailOnOf(parsed),
                    Config = VerbOptions.ConfigPath(parsed, config, context.Host.Environment),
                    Skipped = (parsed.GetValue(report.Skip) ?? []).SelectMany(CheckRules.Find).Select(rule => rule.Id).ToHashSet(),
                    WriteAllowList = parsed.GetValue(write),
                    Copies = CopyName.Of(context.Host.Environment) is { DiffersFromSource: true } names ? names : CopyName.Default,
                }),
                ct));
    }

    private static CheckOptions Checked(CheckOptions options)
    {
        if (options is { Staged: true, Paths.Count: > 0 })
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "--staged and paths exclude each other")
            {
                Hint = "leave one of them out",
            };
        }

        if (options is { Signers: not null, Verify: false })
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "--signers says something about --verify, which is not given")
            {
                Hint = "add --verify",
            };
        }

        return options is { RequireKeys: true, Verify: false }
            ? throw new SecretsKitException(
                ErrorCode.ConflictingOptions, "--require-keys says something about --verify, which is not given")
            {
                Hint = "add --verify",
            }
            : options;
    }

    private static Task<int> ExplainAsync(VerbContext context, string name)
    {
        var found = CheckRules.Find(name).ToList();
        if (found.Count == 0)
        {
            throw new SecretsKitException(ErrorCode.Usage, $"there is no rule \"{name}\"")
            {
                Hint = SimilarName.Find(name, CheckRules.All.Select(rule => rule.Id)) is { } near
                    ? $"did you mean {near}? 'secretskit check --list-rules' names all"
                    : "'secretskit check --list-rules' names them",
            };
        }

        foreach (var rule in found)
        {
            RuleExplanation.Write(rule, line => context.Terminal.Print(line));
        }

        return Task.FromResult(ExitCodes.Success);
    }

    private static Task<int> ListRulesAsync(VerbContext context)
    {
        foreach (var rule in CheckRules.All)
        {
            context.Terminal.Print(
                $"{rule.Id,-28} {HumanReport.Word(rule.Level),-8} {rule.Title}{(rule.Alias is { } alias ? $" ({alias})" : "")}");
        }

        return Task.FromResult(ExitCodes.Success);
    }
}
