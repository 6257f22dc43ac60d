using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>One version of a file, decrypted. Dispose wipes its data key.</summary>
internal sealed class DecryptedSide : IDisposable
{
    private DecryptedSide(DataKey? key, DocumentMetadata? metadata, DocumentTree tree, CiphertextMemory memory, bool isMacAccepted) =>
        (Key, Metadata, Tree, Memory, IsMacAccepted) = (key, metadata, tree, memory, isMacAccepted);

    /// <summary>The data key; null for a version that is not encrypted.</summary>
    public DataKey? Key { get; }

    /// <summary>The metadata; null for a version that is not encrypted.</summary>
    public DocumentMetadata? Metadata { get; }

    /// <summary>The values.</summary>
    public DocumentTree Tree { get; }

    /// <summary>Which text each value came from.</summary>
    public CiphertextMemory Memory { get; }

    /// <summary>Whether the MAC is that of the values.</summary>
    public bool IsMacAccepted { get; }

    /// <summary>A version that is not encrypted, or not there.</summary>
    public static DecryptedSide Plain(byte[] text, DocumentFormat format) =>
        new(null, null, text.Length == 0 ? new([]) : PlainFile.Load(text, format).Tree, new(), isMacAccepted: true);

    /// <summary>Decrypts an encrypted version.</summary>
    /// <param name="host">Randomness.</param>
    /// <param name="keys">What unwraps.</param>
    /// <param name="file">The version.</param>
    /// <param name="mac">Whether the MAC must match.</param>
    /// <param name="stash">Learns the IVs.</param>
    /// <param name="known">
    /// Versions decrypted already: one with the same wrapped keys has the same data key, which is reused without a question.
    /// </param>
    /// <param name="ct">Cancels key services.</param>
    public static async ValueTask<DecryptedSide> DecryptAsync(
        CliHost host, KeyRing keys, EncryptedFile file, MacPolicy mac, IvStash stash, IEnumerable<DecryptedSide> known,
            CancellationToken ct)
    {
        var same = known.FirstOrDefault(side => side.Metadata is { } other && HaveSameWrapping(other, file.Metadata));
        var key = same?.Key is { } shared
            ? new DataKey(shared.Span)
            : await new DataKeyRecovery(keys.Services, DecryptionOrder.Default).RecoverAsync(file.Metadata, ct);
        try
        {
            var memory = new CiphertextMemory();
            using var cipher = new ValueCipher(key, host.Random, stash);
            var opened = file.Decrypt(cipher, new DecryptOptions { Mac = mac, Memory = memory });
            return new(key, file.Metadata, opened.Plain.Tree, memory, opened.Mac.IsAccepted);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Whether both have the same data key.</summary>
    public bool SharesKeyWith(DataKey? other) => Key is not null && other is not null && Key.FixedTimeEquals(other);

    /// <inheritdoc/>
    public void Dispose() => Key?.Dispose();

    private static bool HaveSameWrapping(DocumentMetadata left, DocumentMetadata right) =>
        left.KeyGroups.Count == right.KeyGroups.Count && left.ShamirThreshold == right.ShamirThreshold
        && left.KeyGroups.Zip(right.KeyGroups).All(pair => pair.First.Keys.Select(Name).SequenceEqual(pair.Second.Keys.Select(Name)));

    private static (KeyType, string, string) Name(WrappedKey key) => (key.Key.Type, key.Key.Id, key.Enc);
}
