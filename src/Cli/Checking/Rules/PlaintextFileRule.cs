using SecretsKit.Cli.Git.Merging;
using SecretsKit.Cli.Reporting;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>
/// Finds files that a creation rule speaks of and that are not encrypted. Many rules match more than their author means, so a rule counts
/// as meant where it, or the file's name, says that secrets are in it.
/// </summary>
internal sealed class PlaintextFileRule : IFileRule
{
    private static readonly string[] Traces = ["secret", "credential", ".enc", "enc.", "sops", "private"];

    private static readonly string[] NeverSecret = [".md", ".txt", ".sh", ".tpl", ".gotmpl", ".gitignore", ".gitattributes", ".gitkeep",
        ".example", ".sample", ".dist", ".template", ".pub", ".sops.yaml", "README", "LICENSE", SignaturePolicy.FileName];

    // Manifests that lead to secrets, and hold none.
    private static readonly string[] References = ["ExternalSecret", "ClusterExternalSecret", "SealedSecret", "SecretStore",
        "ClusterSecretStore", "SecretProviderClass", "PushSecret"];

    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "plaintext-file", CheckLevel.Error, "a file that a creation rule is made for is not encrypted",
        "'secretskit enc FILE' encrypts it in place; if it was committed, change the secrets, too");

    /// <inheritdoc/>
    public void Check(CheckedFile file, Findings findings)
    {
        if (file.IsEncrypted || file.HasConflict || file.IsDecryptedCopy || !findings.Wants(About) || file.Match?.Rule is not { } rule
            || Array.Exists(NeverSecret, ending => file.Path.EndsWith(ending, StringComparison.Ordinal))
            || file.Content.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return;
        }

        // A file that lost its metadata is another rule's, and so is what a merge left.
        if (file.Content.AsSpan().IndexOf("ENC[AES256_GCM,data:"u8) >= 0 || ConflictFile.SubjectOf(file.Path, file.Content) is not null)
        {
            return;
        }

        var name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
        var isBroad = IsBroad(file);
        var isMeant = HasTrace(isBroad ? name : file.Path) || (!isBroad && HasTrace(rule.PathRegex));
        if (isMeant && HasSomethingToEncrypt(file, rule.Selection))
        {
            var level = isBroad ? CheckLevel.Warning : About.Level;
            findings.Add(
                new(About, level, file.Path, 0, 0, $"the file is not encrypted, and rule {file.Match.Number + 1} of .sops.yaml is for it"));
        }
    }

    private static bool HasTrace(string text) => Array.Exists(Traces, trace => text.Contains(trace, StringComparison.OrdinalIgnoreCase));

    // A rule that takes any file of the kind says nothing about this one.
    private static bool IsBroad(CheckedFile file)
    {
        var pattern = file.Match!.File.Patterns[file.Match.Number]!;
        var extension = Path.GetExtension(file.Path);
        return pattern.IsMatch("q" + extension) || pattern.IsMatch("q/q" + extension);
    }

    private static bool HasSomethingToEncrypt(CheckedFile file, Core.Envelope.Selection.SelectionFields selection)
    {
        var format = FileFormat.Of(null, file.Path);
        if (format == DocumentFormat.Binary)
        {
            return true;
        }

        try
        {
            var tree = PlainFile.Load(file.Content, format).Tree;
            return !tree.Branches.TrueForAll(IsReference) && ReadableLeaves.Of(tree, selection.OrDefault()).Selected > 0;
        }
        catch (SecretsKitException)
        {
            // A template; it cannot be encrypted.
            return false;
        }
    }

    private static bool IsReference(MapNode document) => document.Entries.Exists(entry =>
        entry is { Key: StringNode key, Value: StringNode value }
            && key.Value.Span.SequenceEqual("kind"u8)
            && References.Contains(value.Value.RevealText()));
}
