using SecretsKit.Cli.Checking.Files;
using SecretsKit.Core.Detection;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Recognition;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Repository.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Checking;

/// <summary>A file under check, read once. What rules need of it is worked out once, when the first asks. For one thread.</summary>
internal sealed class CheckedFile
{
    private readonly CheckOptions _options;
    private readonly Lazy<IReadOnlyList<SecretDetection>> _secrets;
    private readonly Lazy<RuleMatch?> _match;
    private readonly Lazy<IReadOnlyList<DeployCommand>> _deploys;

    /// <summary>Takes a file that was read.</summary>
    public CheckedFile(ListedFile listed, string fullPath, byte[] content, CheckOptions options, ConfigIndex configs)
    {
        (Listed, FullPath, Content, _options) = (listed, fullPath, content, options);
        var found = EncryptedFile.Recognize(content, FileFormat.Of(null, listed.Path));
        Format = found.IsEncrypted ? found.Format : null;
        IsOrphaned = found.Kind == EncryptionKind.Orphaned;
        HasConflict = ConflictMarkers.Line(content) > 0;
        if (Format is { } format && !HasConflict)
        {
            try
            {
                Encrypted = EncryptedFile.Load(content, format);
            }
            catch (SecretsKitException failure)
            {
                Failure = failure;
            }
        }

        _secrets = new(() => SecretScanner.Scan(Content, Shape, IsEncrypted));
        _deploys = new(() => DeployCommand.Find(listed.Path, Content));
        _match = new(() => configs.Match(listed.Path, fullPath));
    }

    /// <summary>Name, and what git knows of it.</summary>
    public ListedFile Listed { get; }

    /// <summary>Below the root, with forward slashes.</summary>
    public string Path => Listed.Path;

    /// <summary>Absolute; rules of <c>.sops.yaml</c> match it.</summary>
    public string FullPath { get; }

    /// <summary>The bytes.</summary>
    public byte[] Content { get; }

    /// <summary>The format if it is a SOPS file, or was meant to be one; else null.</summary>
    public DocumentFormat? Format { get; }

    /// <summary>Whether it is a SOPS file, readable or not.</summary>
    public bool IsEncrypted => Format is not null;

    /// <summary>Whether values are encrypted, and the metadata that say who can decrypt them are gone.</summary>
    public bool IsOrphaned { get; }

    /// <summary>Whether a merge left its markers.</summary>
    public bool HasConflict { get; }

    /// <summary>The SOPS file, if it can be read.</summary>
    public EncryptedFile? Encrypted { get; }

    /// <summary>Why it cannot.</summary>
    public SecretsKitException? Failure { get; }

    /// <summary>How its text is taken apart.</summary>
    public TextShape Shape => TextShapes.Of(Path);

    /// <summary>The secrets in plain text.</summary>
    public IReadOnlyList<SecretDetection> Secrets => _secrets.Value;

    /// <summary>The deploys by Helm in a script or a file of a CI system.</summary>
    public IReadOnlyList<DeployCommand> Deploys => _deploys.Value;

    /// <summary>The creation rule that is the file's, and the configuration that holds it; null without a configuration.</summary>
    public RuleMatch? Match => _match.Value;

    /// <summary>Whether the name is that of a decrypted copy.</summary>
    public bool IsDecryptedCopy => _options.Copies.LooksLikeCopy(Path);

    /// <summary>What the rules for the whole repository need to know when the content is gone.</summary>
    public FileFacts Facts => new(Listed, FullPath, IsEncrypted, Match);
}

/// <summary>What is kept of a file.</summary>
/// <param name="Listed">Name and git's word.</param>
/// <param name="FullPath">Absolute.</param>
/// <param name="IsEncrypted">Whether it is a SOPS file.</param>
/// <param name="Match">Its creation rule.</param>
internal sealed record FileFacts(ListedFile Listed, string FullPath, bool IsEncrypted, RuleMatch? Match);
