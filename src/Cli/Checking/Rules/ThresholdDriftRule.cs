using SecretsKit.Cli.Access;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds files that ask for fewer or more key groups than their creation rule.</summary>
internal sealed class ThresholdDriftRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "threshold-drift", CheckLevel.Warning, "a file asks for another number of key groups than its rule",
        "'secretskit updatekeys FILE' gives it the groups and the threshold of the rule");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (RuleDifference.OfRecipients(file) is { ChangesThreshold: true } difference)
        {
            findings.Add(
                About,
                file.Path,
                $"{AccessText.Needed(difference.After)} key groups open the file, and rule {file.Match!.Number + 1} of .sops.yaml wants " +
                $"{AccessText.Needed(difference.Before)}");
        }
    }
}
