using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds files whose writer is so old that the format has changed since (spec sops.md 5.3).</summary>
internal sealed class OldFormatRule : IFileRule
{
    private static readonly int[] ContextFixed = [3, 3, 0];

    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "old-format", CheckLevel.Note, "an encrypted file is in an old form",
        "'secretskit sops rotate --in-place FILE' writes it anew");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.Encrypted is not { } encrypted)
        {
            return;
        }

        var version = encrypted.Metadata.Version;
        if (version.StartsWith("1.", StringComparison.Ordinal))
        {
            findings.Add(About, file.Path, $"the file was written by the Python program (version {Shown(version)}), whose whole floats " +
                "and binary values other programs refuse");
        }
        else if (IsBefore(version, ContextFixed))
        {
            var hasContext = encrypted.Metadata.KeyGroups.SelectMany(group => group.Keys)
                .Any(wrapped => wrapped.Key.Type == KeyType.AwsKms);
            findings.Add(About, file.Path, hasContext
                ? $"the file was written by version {Shown(version)}, which mixed up encryption contexts of AWS keys"
                : $"the file was written by version {Shown(version)}, before 3.3.0");
        }
        else if (
            encrypted.Metadata.UnknownFields.Any(field => field.Key is Core.Documents.StringNode name
                && name.Value == new ByteString("attention"u8)))
        {
            findings.Add(About, file.Path, "the sops part has the layout of the Python program");
        }
    }

    // Metadata come from strangers, so the version is shown only as far as it looks like one.
    private static string Shown(string version) => version.Length <= 20 ? version : version[..20] + "...";

    private static bool IsBefore(string version, int[] limit)
    {
        var parts = version.TrimStart('v').Split('.', '-', '+');
        for (var i = 0; i < limit.Length; i++)
        {
            if (i >= parts.Length || !int.TryParse(parts[i], System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            if (number != limit[i])
            {
                return number < limit[i];
            }
        }

        return false;
    }
}
