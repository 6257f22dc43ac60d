using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>The three versions of a file that git merges, as they are in the repository.</summary>
/// <param name="base">The common ancestor; empty if there is none.</param>
/// <param name="ours">The version that is merged into.</param>
/// <param name="theirs">The version that is merged.</param>
internal sealed class MergeTexts(byte[] @base, byte[] ours, byte[] theirs)
{
    public byte[] Base { get; } = @base;

    public byte[] Ours { get; } = ours;

    public byte[] Theirs { get; } = theirs;

    /// <summary>
    /// The format of the versions: that of the name, or, where it says nothing, the one that our version is an encrypted file in.
    /// </summary>
    public DocumentFormat FormatOf(string path) => EncryptedFile.Recognize(Ours, FileFormat.Of(null, path)).Format;

    /// <summary>How many of our and their version are encrypted.</summary>
    public int CountEncrypted(DocumentFormat format) =>
        (EncryptedFile.LooksEncrypted(Ours, format) ? 1 : 0) + (EncryptedFile.LooksEncrypted(Theirs, format) ? 1 : 0);
}
