using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds encrypted files without a MAC: anybody can change them unnoticed, and the reference does not open them.</summary>
internal sealed class MissingMacRule : IFileRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "missing-mac", CheckLevel.Error, "an encrypted file has no MAC",
        "compare it with an earlier version (git log -p FILE); 'secretskit edit --ignore-mac FILE' writes a new MAC once the values are " +
        "known to be right");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.Encrypted is { Metadata.Mac.Length: 0 })
        {
            findings.Add(About, file.Path, "the file has no MAC, so changes by people without its key go unnoticed");
        }
    }
}
