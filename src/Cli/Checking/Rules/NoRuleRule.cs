using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds encrypted files for which no creation rule speaks: nobody can update their recipients.</summary>
internal sealed class NoRuleRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "no-matching-rule", CheckLevel.Warning, "no creation rule matches an encrypted file",
        "add a rule to .sops.yaml whose path_regex matches FILE");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.IsEncrypted && file.Match is { Number: < 0 })
        {
            findings.Add(About, file.Path, "the file is encrypted, and no rule of .sops.yaml matches it");
        }
    }
}
