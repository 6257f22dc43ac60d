using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Detection;
using SecretsKit.Core.Envelope;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds values of encrypted files that their own selection wants encrypted and that are readable.</summary>
internal sealed class UnencryptedValueRule : IFileRule
{
    private const int MostFindings = 50;

    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "unencrypted-value", CheckLevel.Error, "a value that should be encrypted is not",
        "add it with 'secretskit edit FILE' instead of by hand; if it was committed, change the secret, too");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.Encrypted is not { } encrypted || !findings.Wants(About))
        {
            return;
        }

        var (readable, selected) = ReadableLeaves.Of(encrypted.Tree, encrypted.Metadata.Selection);
        if (readable.Count == 0)
        {
            return;
        }

        var places = SecretScanner.Places(file.Content, file.Shape == TextShape.Text ? TextShape.Structured : file.Shape);
        foreach (var path in readable.Take(MostFindings))
        {
            var (line, column) = places.GetValueOrDefault(path);
            findings.Add(
                new(
                    About,
                    About.Level,
                    file.Path,
                    line,
                    column,
                    $"{path} is readable, and the file's own selection wants it encrypted ({readable.Count} of {selected} values)")
            {
                Name = path,
                ValueLine = line,
            });
        }
    }
}
