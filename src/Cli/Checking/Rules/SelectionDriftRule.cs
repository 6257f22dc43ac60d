using SecretsKit.Cli.Access;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds files that encrypt other values than their creation rule says.</summary>
internal sealed class SelectionDriftRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "selection-drift", CheckLevel.Warning, "a file selects other values for encryption than its rule",
        "decrypt FILE and encrypt it again: the selection is fixed when a file is encrypted first");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (RuleDifference.Of(file) is not { } difference)
        {
            return;
        }

        var number = file.Match!.Number + 1;
        if (difference.ChangesSelection)
        {
            findings.Add(
                About,
                file.Path,
                $"the file selects values by {AccessText.Of(difference.After.Selection)}, and rule {number} of .sops.yaml by " +
                $"{AccessText.Of(difference.Before.Selection)}");
        }
        else if (difference.ChangesMac)
        {
            findings.Add(About, file.Path, difference.After.MacOnlyEncrypted
                ? $"the MAC of the file leaves readable values out, and rule {number} of .sops.yaml does not want that"
                : $"the MAC of the file covers readable values, too, and rule {number} of .sops.yaml wants mac_only_encrypted");
        }
    }
}
