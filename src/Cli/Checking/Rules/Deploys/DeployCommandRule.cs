using SecretsKit.Cli.Checking.Files;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules.Deploys;

/// <summary>Looks at each <c>helm upgrade</c> and <c>helm install</c> of scripts and CI files.</summary>
/// <param name="about">What it looks for.</param>
/// <param name="complaint">What is wrong with a command, in a clause; null for nothing.</param>
internal sealed class DeployCommandRule(CheckRule about, Func<DeployCommand, string?> complaint) : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = about;

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.IsEncrypted || !findings.Wants(About))
        {
            return;
        }

        foreach (var command in file.Deploys)
        {
            if (complaint(command) is { } text)
            {
                findings.Add(About, file.Path, command.Line, text);
            }
        }
    }
}
