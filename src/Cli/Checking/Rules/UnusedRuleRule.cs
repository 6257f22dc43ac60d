using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds creation rules that match no file: a mistake in the expression, or a folder that is gone.</summary>
internal sealed class UnusedRuleRule : IRepositoryRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "unused-rule", CheckLevel.Note, "a creation rule matches no file",
        "compare path_regex with the paths below the folder of FILE, or remove the rule");

    /// <inheritdoc/>
    public ValueTask CheckAsync(CheckedRepository repository, Findings findings, CancellationToken ct)
    {
        foreach (var use in RuleUse.Of(repository).Where(use => !use.IsFirst && use.Shadow < 0))
        {
            findings.Add(About, use.Path, use.Line, $"rule {use.Number + 1} matches no file");
        }

        return default;
    }
}
