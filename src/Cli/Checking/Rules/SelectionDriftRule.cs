using SecretsKit.Core.Documents;

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
        // Opaque bytes have nothing to select.
        if (file.Encrypted is not { } encrypted || file.Match?.Rule is not { } rule || file.Format == DocumentFormat.Binary || rule.Selection.Count > 1)
        {
            return;
        }

        var wants = rule.Selection.OrDefault();
        var number = file.Match.Number + 1;
        if (encrypted.Metadata.Selection.OrDefault() != wants)
        {
            findings.Add(About, file.Path, $"the file selects values by {Text(encrypted.Metadata.Selection.OrDefault())}, and rule {number} of .sops.yaml by {Text(wants)}");
        }
        else if (encrypted.Metadata.MacOnlyEncrypted != rule.MacOnlyEncrypted)
        {
            findings.Add(About, file.Path, encrypted.Metadata.MacOnlyEncrypted
                ? $"the MAC of the file leaves readable values out, and rule {number} of .sops.yaml does not want that"
                : $"the MAC of the file covers readable values, too, and rule {number} of .sops.yaml wants mac_only_encrypted");
        }
    }

    private static string Text(Core.Envelope.Selection.SelectionFields fields) => fields switch
    {
        { UnencryptedSuffix.Length: > 0 } => $"unencrypted_suffix {fields.UnencryptedSuffix}",
        { EncryptedSuffix.Length: > 0 } => $"encrypted_suffix {fields.EncryptedSuffix}",
        { UnencryptedRegex.Length: > 0 } => $"unencrypted_regex {fields.UnencryptedRegex}",
        { EncryptedRegex.Length: > 0 } => $"encrypted_regex {fields.EncryptedRegex}",
        { UnencryptedCommentRegex.Length: > 0 } => $"unencrypted_comment_regex {fields.UnencryptedCommentRegex}",
        { EncryptedCommentRegex.Length: > 0 } => $"encrypted_comment_regex {fields.EncryptedCommentRegex}",
        _ => "nothing",
    };
}
