using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Merging;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>
/// Three decrypted versions of an encrypted file, to be merged in memory and encrypted again. Values
/// that nobody touched keep their ciphertext. Dispose wipes the keys.
/// </summary>
internal sealed class EncryptedMerge : IDisposable
{
    /// <summary>The place in conflict where both sides changed recipients or rules.</summary>
    public const string MetadataPlace = "sops";

    private readonly CliHost _host;
    private readonly IvStash _stash;
    private readonly MergeTexts _texts;
    private readonly MetadataMerge _metadata;

    private EncryptedMerge(CliHost host, IvStash stash, MergeTexts texts, DecryptedSide @base, DecryptedSide ours, DecryptedSide theirs)
    {
        (_host, _stash, _texts, Base, Ours, Theirs) = (host, stash, texts, @base, ours, theirs);
        _metadata = MetadataMerge.Of(
            Base.Metadata, Ours.Metadata!, Theirs.Metadata!, new(Theirs.SharesKeyWith(Ours.Key), Theirs.SharesKeyWith(Base.Key)));
    }

    public DecryptedSide Base { get; }

    public DecryptedSide Ours { get; }

    public DecryptedSide Theirs { get; }

    /// <summary>Whether a person has to decide who can read the file, or which values are encrypted.</summary>
    public bool HasMetadataConflict => _metadata.IsConflict;

    /// <summary>Why.</summary>
    public MetadataConflict MetadataConflict => _metadata.Conflict;

    /// <summary>Whether the merged file gets a new data key, as their side rotated it.</summary>
    public bool RenewsKey => _metadata.NeedsNewKey;

    /// <summary>Opens all versions with the keys at hand.</summary>
    /// <param name="host">Randomness.</param>
    /// <param name="keys">What unwraps.</param>
    /// <param name="texts">The versions.</param>
    /// <param name="format">Their format.</param>
    /// <param name="signing">Looks at the signatures of both sides.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="MergeSideException">One cannot be decrypted, or was changed without its key.</exception>
    public static async ValueTask<EncryptedMerge> DecryptAsync(
        CliHost host, KeyRing keys, MergeTexts texts, DocumentFormat format, MergeSigning signing, CancellationToken ct)
    {
        var stash = new IvStash(host.Random);
        List<DecryptedSide> decrypted = [];
        try
        {
            async ValueTask<DecryptedSide> DecryptAsync(string name, byte[] text, MacPolicy mac)
            {
                try
                {
                    var file = EncryptedFile.Load(text, format);
                    file.Metadata.CheckVersion();
                    if (mac == MacPolicy.Require)
                    {
                        signing.Look(name, file);
                    }

                    decrypted.Add(await DecryptedSide.DecryptAsync(host, keys, file, mac, stash, decrypted, ct));
                    return decrypted[^1];
                }
                catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
                {
                    throw new MergeSideException(name, failure);
                }
            }

            // The last to be opened has the last word on IVs: values that both sides have look as ours
            // do. What an ancestor's MAC says does not count, because nothing of it goes into the result.
            var @base = !EncryptedFile.LooksEncrypted(texts.Base, format)
                ? PlainBase(texts.Base, format)
                : await DecryptAsync("common ancestor", texts.Base, MacPolicy.Report);
            var theirs = await DecryptAsync("their version", texts.Theirs, MacPolicy.Require);
            var ours = await DecryptAsync("our version", texts.Ours, MacPolicy.Require);
            return new(host, stash, texts, @base, ours, theirs);
        }
        catch
        {
            decrypted.ForEach(side => side.Dispose());
            stash.Dispose();
            throw;
        }
    }

    /// <summary>Who can read the merged file, and which of its values are encrypted.</summary>
    /// <param name="recipients">Whose word counts where a person has to decide.</param>
    public DocumentMetadata MetadataOf(MergeSide recipients) => recipients == MergeSide.Theirs && _metadata.IsConflict
        ? MetadataMerge.TakingTheirs(Ours.Metadata!, Theirs.Metadata!)
        : _metadata.Metadata;

    /// <summary>Merges the values.</summary>
    /// <param name="choose">Whose value is taken at a place in conflict.</param>
    public MergedTree Merge(Func<MergeConflict, MergeSide> choose) => TreeMerge.Run(Base.Tree, Ours.Tree, Theirs.Tree, choose);

    /// <summary>Encrypts a merged tree under merged metadata.</summary>
    /// <param name="keys">What wraps a new data key.</param>
    /// <param name="tree">Of nodes of the versions, or of new ones.</param>
    /// <param name="format">The format.</param>
    /// <param name="layout">The layout.</param>
    /// <param name="recipients">Whose recipients and rules stand where both sides changed them.</param>
    /// <param name="signing">Signs the result; null for one that nobody vouches for yet.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>The file; our version itself if nothing differs from it.</returns>
    public async ValueTask<byte[]> EncryptAsync(
        KeyRing keys, DocumentTree tree, DocumentFormat format, WriteOptions layout, MergeSide recipients, MergeSigning? signing,
            CancellationToken ct)
    {
        async ValueTask<byte[]> EncryptAsync(DataKey key, DocumentMetadata metadata)
        {
            var file = Encrypt(tree, key, metadata);
            var text = signing is null ? file.Serialize(format, layout) : await signing.SerializeAsync(file, format, layout, ct);
            return LineEnds.As(_texts.Ours, text, format);
        }

        if (recipients == MergeSide.Theirs && _metadata.IsConflict)
        {
            return await EncryptAsync(Theirs.Key!, MetadataOf(recipients));
        }

        if (!_metadata.NeedsNewKey)
        {
            var isOurs = ReferenceEquals(_metadata.Metadata, Ours.Metadata) && AreEqual(tree, Ours.Tree);
            return isOurs ? _texts.Ours : await EncryptAsync(Ours.Key!, _metadata.Metadata);
        }

        using var key = DataKey.Generate(_host.Random);
        var wrapping = new DataKeyWrapping(keys.Services, _host.Random);
        var wrapped = await wrapping.RewrapAsync(key, _metadata.Metadata.KeyGroups, _metadata.Metadata.ShamirThreshold, ct);
        return await EncryptAsync(key, _metadata.Metadata.With(wrapped));
    }

    /// <summary>
    /// Encrypts a tree under our key and metadata, whatever became of theirs: for an ancestor that git makes up on the way.
    /// </summary>
    public byte[] EncryptAsOurs(DocumentTree tree, DocumentFormat format, WriteOptions layout) =>
        LineEnds.As(_texts.Ours, Encrypt(tree, Ours.Key!, Ours.Metadata!).Serialize(format, layout), format);

    /// <summary>Whether two trees hold the same.</summary>
    public static bool AreEqual(DocumentTree left, DocumentTree right) =>
        NodeEquality.AreEqual(new ListNode([.. left.Branches]), new ListNode([.. right.Branches]));

    /// <inheritdoc/>
    public void Dispose()
    {
        Base.Dispose();
        Ours.Dispose();
        Theirs.Dispose();
        _stash.Dispose();
    }

    private EncryptedFile Encrypt(DocumentTree tree, DataKey key, DocumentMetadata metadata)
    {
        using var cipher = new ValueCipher(key, _host.Random, _stash);
        DecryptedSide[] sides = [Ours, Theirs, Base];
        var options = new EncryptOptions
        {
            Reused = [.. sides.Where(side => side.SharesKeyWith(key)).Select(side => side.Memory)],
            Secret = [.. sides.Select(side => side.Memory)],
        };
        return new PlainFile(tree).Encrypt(cipher, metadata.RaisedToCurrentVersion(), _host.Now(), options);
    }

    private static DecryptedSide PlainBase(byte[] text, DocumentFormat format)
    {
        try
        {
            return DecryptedSide.Plain(text, format);
        }
        catch (SecretsKitException failure)
        {
            throw new MergeSideException("common ancestor", failure);
        }
    }
}
