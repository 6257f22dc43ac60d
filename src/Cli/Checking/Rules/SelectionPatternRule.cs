using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds encrypted files whose selection cannot work, so that new values stay readable.</summary>
internal sealed class SelectionPatternRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "invalid-selection", CheckLevel.Error, "the expression that selects values does not compile",
        "correct the ..._regex field of the rule in .sops.yaml, decrypt FILE and encrypt it again");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.Encrypted is { } encrypted && ValueSelector.Create(encrypted.Metadata.Selection).InvalidPattern is { } problem)
        {
            findings.Add(About, file.Path, $"the expression that selects values does not compile and matches nothing: {problem}");
        }
    }
}
