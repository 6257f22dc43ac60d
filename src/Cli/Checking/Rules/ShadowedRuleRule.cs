using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds creation rules that never count, because an earlier one takes their files.</summary>
internal sealed class ShadowedRuleRule : IRepositoryRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "shadowed-rule", CheckLevel.Warning, "a creation rule never counts",
        "the first rule that matches counts: put the narrow rule before the wide one in FILE");

    /// <inheritdoc/>
    public ValueTask CheckAsync(CheckedRepository repository, Findings findings, CancellationToken ct)
    {
        foreach (var use in RuleUse.Of(repository).Where(use => use.Shadow >= 0))
        {
            findings.Add(About, use.Path, use.Line, $"rule {use.Number + 1} never counts: rule {use.Shadow + 1} before it takes its files");
        }

        return default;
    }
}
