using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Operations;

/// <summary>A recipient of a file.</summary>
/// <param name="Key">The master key.</param>
/// <param name="IsHeld">Whether a private key for it is at hand; null where that is unknown without asking for a passphrase.</param>
internal sealed record RecipientStatus(MasterKey Key, bool? IsHeld);

/// <summary>What a file says about itself, and whether it can be opened here. No value is decrypted.</summary>
/// <param name="Metadata">What it says; null for a file that is not encrypted.</param>
/// <param name="Groups">Its recipients by group.</param>
internal sealed record FileStatus(DocumentMetadata? Metadata, IReadOnlyList<IReadOnlyList<RecipientStatus>> Groups)
{
    /// <summary>The file itself; null for one that is not encrypted.</summary>
    public EncryptedFile? File { get; private init; }

    private static readonly FileStatus Plain = new(null, []);

    /// <summary>Whether it is an encrypted file: it has a version and a MAC, as for sops.</summary>
    public bool IsEncrypted => Metadata is { Version.Length: > 0, Mac.Length: > 0 };

    /// <summary>How many groups must be opened.</summary>
    public int Needed => Metadata is { KeyGroups.Count: > 1 } split ? split.ShamirThreshold : 1;

    /// <summary>Whether the keys at hand open it; null where that is unknown.</summary>
    public bool? Opens =>
        Groups.Count(group => group.Any(recipient => recipient.IsHeld == true)) >= Needed ? true
        : Groups.Count(group => group.Any(recipient => recipient.IsHeld != false)) >= Needed ? null
        : false;

    /// <summary>Looks at a file.</summary>
    /// <param name="keys">The keys at hand.</param>
    /// <param name="content">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="SecretsKitException">It cannot be parsed.</exception>
    public static async ValueTask<FileStatus> OfAsync(KeyRing keys, byte[] content, DocumentFormat format, CancellationToken ct)
    {
        // Where the name says nothing, any content may be there, and is no error.
        if (format == DocumentFormat.Binary)
        {
            var found = EncryptedFile.Recognize(content, format);
            if (!found.IsEncrypted)
            {
                return Plain;
            }

            format = found.Format;
        }

        EncryptedFile file;
        try
        {
            file = EncryptedFile.Load(content, format);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.MetadataNotFound
            && !EncryptedFile.LooksEncrypted(content, format))
        {
            return Plain;
        }

        var metadata = file.Metadata;
        var groups = new List<IReadOnlyList<RecipientStatus>>();
        foreach (var group in metadata.KeyGroups)
        {
            var recipients = new List<RecipientStatus>();
            foreach (var wrapped in group.Keys)
            {
                recipients.Add(new(wrapped.Key, await KeyPossession.HoldsAsync(keys.Services, wrapped, ct)));
            }

            groups.Add(recipients);
        }

        return new(metadata, groups) { File = file };
    }
}
