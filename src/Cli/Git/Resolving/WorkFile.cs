using SecretsKit.Cli.Git.Merging;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Git.Resolving;

/// <summary>The conflicted file as it lies in the work tree, which may hold work of somebody.</summary>
internal sealed class WorkFile(CliHost host, string path, DocumentFormat format)
{
    /// <summary>Makes sure that nothing is lost when the file is replaced: it is what a merge left there.</summary>
    /// <param name="merge">The merge.</param>
    /// <param name="texts">Its versions.</param>
    /// <param name="keys">What unwraps.</param>
    /// <param name="force">Whether other changes are given up.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>What the file must still hold when it is replaced.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileChanged"/>.</exception>
    public async Task<FileSnapshot> CheckAsync(EncryptedMerge merge, MergeTexts texts, KeyRing keys, bool force, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return FileSnapshot.Missing;
        }

        var content = FileReader.Read(host.Environment, path);
        var isLeftByMerge = force || MarkedText.HasMarkers(content)
            || new[] { texts.Base, texts.Ours, texts.Theirs }.Any(text => text.AsSpan().SequenceEqual(content))
            || await IsOursAsync(content, merge, keys, ct);
        return isLeftByMerge ? FileSnapshot.Of(content)
            : throw new SecretsKitException(ErrorCode.FileChanged, "the file was changed since the merge")
            {
                Hint = "if it is resolved already, 'git add' it; to give the changes up, pass --force",
            };
    }

    // What the merge driver left: our side at the places in conflict.
    private async Task<bool> IsOursAsync(byte[] content, EncryptedMerge merge, KeyRing keys, CancellationToken ct)
    {
        try
        {
            var file = EncryptedFile.Load(content, format);
            using var decrypted = await DecryptedFile.DecryptAsync(file, keys, new(MacPolicy.Require), ct);
            return EncryptedMerge.AreEqual(decrypted.Plain.Tree, merge.Merge(_ => MergeSide.Ours).Tree);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return false;
        }
    }
}
