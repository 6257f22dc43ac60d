using System.Globalization;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Config;
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
    public ValueTask CheckAsync(CheckedRepository repository, Findings findings, CancellationToken ct)
    {
        foreach (
            var misnamed in repository.Facts.Where(file => file.Listed.Path.EndsWith(".sops.yml", StringComparison.Ordinal)
                && Path.GetFileName(file.Listed.Path) == ".sops.yml"))
        {
            findings.Add(new(About, CheckLevel.Warning, misnamed.Listed.Path, 0, 0, "the file is ignored: its name must be .sops.yaml"));
        }

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

                foreach (var (line, problem) in Problems(file.Config.CreationRules![number], file.Config))
                {
                    var ofRule = number < lines.Count ? lines[number] : 0;
                    findings.Add(About, path, line > 0 ? line : ofRule, $"rule {number + 1}: {problem}");
                }
            }
        }

        return default;
    }

    private static List<(int Line, string Problem)> Problems(CreationRule rule, SopsConfig config)
    {
        var problems = new List<(int Line, string Problem)>();
        void Add(string problem, int line = 0) => problems.Add((line, problem));
        if (!Re2.TryCompile(rule.PathRegex, out _, out var problem))
        {
            Add($"path_regex does not compile: {problem}"
                + (GlobPattern.AsExpression(rule.PathRegex) is { } meant ? $"; instead of a pattern of a shell write '{meant}'" : ""));
        }

        try
        {
            var settings = rule.Resolve(EncryptionContext.Empty);
            if (ValueSelector.Create(rule.Selection).InvalidPattern is { } invalid)
            {
                Add($"the expression that selects values does not compile, and nothing would be encrypted: {invalid}");
            }

            if (settings.KeyGroups.Count > 1 && settings.KeyGroups.Any(group => group.Keys.Count == 0))
            {
                Add("a key group is empty");
            }

            if (settings.KeyGroups.Count > 1
                && (settings.ShamirThreshold > settings.KeyGroups.Count || settings.ShamirThreshold is 1 or < 0))
            {
                Add($"shamir_threshold is {settings.ShamirThreshold}, and there are {settings.KeyGroups.Count} key groups");
            }

            foreach (var wrong in RecipientCheck.Find(settings.KeyGroups, config))
            {
                Add($"{wrong.Problem}: {wrong.Hint}".ReplaceLineEndings(" "), wrong.Line);
            }
        }
        catch (SecretsKitException failure)
        {
            var key = failure.Causes.OfType<KeyTextCause>().FirstOrDefault();
            Add(
                failure.Problem.ReplaceLineEndings(" ") + (key is null ? "" : $": {key.Expected}"),
                key is null ? 0 : config.LineOf(key.Text));
        }

        return problems;
    }
}
