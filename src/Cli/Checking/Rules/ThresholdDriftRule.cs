namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds files that ask for fewer or more key groups than their creation rule.</summary>
internal sealed class ThresholdDriftRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "threshold-drift", CheckLevel.Warning, "a file asks for another number of key groups than its rule",
        "decrypt FILE and encrypt it again: updatekeys does not change the threshold");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.Encrypted is not { } encrypted || RecipientDriftRule.Groups(file) is not { } groups)
        {
            return;
        }

        var count = encrypted.Metadata.KeyGroups.Count;
        var has = count < 2 ? 1 : encrypted.Metadata.ShamirThreshold == 0 ? count : encrypted.Metadata.ShamirThreshold;
        var threshold = file.Match!.Rule!.ShamirThreshold;
        var wants = groups.Count < 2 ? 1 : threshold == 0 ? groups.Count : threshold;
        if (has != wants)
        {
            findings.Add(About, file.Path, $"{has} of {count} key groups open the file, and rule {file.Match.Number + 1} of .sops.yaml wants {wants} of {groups.Count}");
        }
    }
}
