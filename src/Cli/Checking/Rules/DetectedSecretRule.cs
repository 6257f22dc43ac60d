using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Detection;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Reports the secrets in plain text of one kind.</summary>
/// <param name="about">The rule.</param>
/// <param name="kind">The kind.</param>
/// <param name="verb">What is wrong with it, behind its name.</param>
internal sealed class DetectedSecretRule(CheckRule about, SecretKind kind, string verb) : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About => about;

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (!findings.Wants(about))
        {
            return;
        }

        foreach (var secret in file.Secrets.Where(secret => secret.Kind == kind))
        {
            var what = secret.Name.Length > 0 ? $"{secret.Name} {verb}: {secret.What}" : $"{secret.What} {verb}";
            var where = file.IsEncrypted ? ", in a part of the file that is not encrypted" : "";
            var level = !secret.IsCertain && about.Level == CheckLevel.Error ? CheckLevel.Warning : about.Level;
            findings.Add(
                new(about, level, file.Path, secret.Line, secret.Column, what + where)
                {
                    Name = secret.Name,
                    ValueLine = secret.ValueLine,
                });
        }
    }
}
