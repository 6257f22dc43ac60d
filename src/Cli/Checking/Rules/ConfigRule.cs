using System.Globalization;
using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds configurations that cannot be read, and rules in them that fail when they are used.</summary>
internal sealed class ConfigRule : IRepositoryRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "invalid-config", CheckLevel.Error, "a .sops.yaml cannot be used",
        "correct FILE; .sops.yaml.example explains every field");

    /// <inheritdoc/>
    public async ValueTask CheckAsync(CheckedRepository repository, Findings findings, CancellationToken ct)
    {
        foreach (
            var misnamed in repository.Facts.Where(file => file.Listed.Path.EndsWith(".sops.yml", StringComparison.Ordinal)
                && Path.GetFileName(file.Listed.Path) == ".sops.yml"))
        {
            findings.Add(new(About, CheckLevel.Warning, misnamed.Listed.Path, 0, 0, "the file is ignored: its name must be .sops.yaml"));
        }

        var keys = repository.Host.LocalKeyRing();
        foreach (var file in repository.Configs.All)
        {
            var path = repository.Shown(file.Path);
            if (ConflictMarkers.Line(file.Content) > 0)
            {
                // Reported by another rule, in words that help more.
                continue;
            }

            if (file.Failure is { } failure)
            {
                var line = failure.InnerException is DocumentException document ? document.Line : 0;
                findings.Add(About, path, line, failure.Problem.ReplaceLineEndings(" "));
                continue;
            }

            var lines = RuleLines.Of(file.Content);
            var wrong = file.Config!.FindUnread().Where(finding => finding.Fault == ConfigFault.WrongKind).ToList();
            for (var number = 0; number < (file.Config!.CreationRules?.Count ?? 0); number++)
            {
                // Reported by another rule, with its place.
                var rule = string.Create(CultureInfo.InvariantCulture, $"creation_rules[{number}]");
                if (wrong.Exists(finding => finding.Place == rule))
                {
                    continue;
                }

                foreach (var problem in await ProblemsAsync(file.Config.CreationRules![number], keys, ct))
                {
                    findings.Add(About, path, number < lines.Count ? lines[number] : 0, $"rule {number + 1}: {problem}");
                }
            }
        }
    }

    private static async ValueTask<List<string>> ProblemsAsync(CreationRule rule, KeyRing keys, CancellationToken ct)
    {
        var problems = new List<string>();
        if (!Re2.TryCompile(rule.PathRegex, out _, out var problem))
        {
            problems.Add($"path_regex does not compile: {problem}");
        }

        try
        {
            var settings = rule.Resolve(EncryptionContext.Empty);
            if (ValueSelector.Create(rule.Selection).InvalidPattern is { } invalid)
            {
                problems.Add($"the expression that selects values does not compile, and nothing would be encrypted: {invalid}");
            }

            if (settings.KeyGroups.Count > 1 && settings.KeyGroups.Any(group => group.Keys.Count == 0))
            {
                problems.Add("a key group is empty");
            }

            if (settings.ShamirThreshold > settings.KeyGroups.Count && settings.KeyGroups.Count > 1)
            {
                problems.Add($"shamir_threshold is {settings.ShamirThreshold}, and there are {settings.KeyGroups.Count} key groups");
            }

            await keys.Services.ResolveAsync(settings.KeyGroups, ct);
        }
        catch (SecretsKitException failure)
        {
            problems.Add(failure.Problem.ReplaceLineEndings(" "));
        }

        return problems;
    }
}
