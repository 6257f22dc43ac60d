using SecretsKit.Core.Envelope.Mac;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>
/// A file decrypted with the keys at hand: its values, and its data key, which can encrypt them again.
/// Disposing wipes the data key, not the values.
/// </summary>
public sealed class DecryptedFile : IDisposable
{
    private readonly KeyRing _keys;
    private readonly DataKey _key;
    private readonly IvStash? _stash;
    private readonly ValueCipher _cipher;

    private DecryptedFile(KeyRing keys, EncryptedFile encrypted, DataKey key, ValueCipher cipher, IvStash? stash, DecryptedContent content)
    {
        (_keys, _key, _cipher, _stash) = (keys, key, cipher, stash);
        (Encrypted, Plain, Mac) = (encrypted, content.Plain, content.Mac);
    }

    /// <summary>The file as it was read.</summary>
    public EncryptedFile Encrypted { get; }

    /// <summary>The values.</summary>
    public PlainFile Plain { get; }

    /// <summary>What the MAC says.</summary>
    public MacVerification Mac { get; }

    /// <summary>Recovers the data key and decrypts all values.</summary>
    /// <param name="file">The encrypted file.</param>
    /// <param name="keys">The keys at hand; must outlive the result.</param>
    /// <param name="request">How.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>The values and the data key; the caller disposes.</returns>
    /// <exception cref="DataKeyUnrecoverableException">The keys at hand do not open the file.</exception>
    /// <exception cref="Errors.SecretsKitException">
    /// <see cref="Errors.ErrorCode.DecryptFailed"/>: a value was changed;
    /// <see cref="Errors.ErrorCode.MacMismatch"/>: the MAC is required and wrong;
    /// <see cref="Errors.ErrorCode.KeyUnrecoverable"/>: the shares do not belong together.
    /// </exception>
    public static async ValueTask<DecryptedFile> DecryptAsync(
        EncryptedFile file, KeyRing keys, DecryptionRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(request);
        var key = await new DataKeyRecovery(keys.Services, request.Order).RecoverAsync(file.Metadata, ct);
        request.KeyRecovered?.Invoke();
        IvStash? stash = null;
        ValueCipher? cipher = null;
        try
        {
            stash = request.EncryptsAgain ? new IvStash(keys.Random) : null;
            cipher = new ValueCipher(key, keys.Random, stash);
            var content = file.Decrypt(cipher, new()
            {
                Mac = request.Mac, UnreadableComment = request.UnreadableComment, Memory = request.Memory,
            });
            return new(keys, file, key, cipher, stash, content);
        }
        catch
        {
            cipher?.Dispose();
            stash?.Dispose();
            key.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Encrypts changed values with the file's own data key. What did not change keeps its ciphertext if the
    /// file was decrypted to be encrypted again (<see cref="DecryptionRequest.EncryptsAgain"/>).
    /// </summary>
    /// <param name="plain">The values, as changed.</param>
    /// <param name="metadata">The metadata to go on with, for this data key; the time of change and the MAC in it are replaced.</param>
    /// <exception cref="Errors.SecretsKitException"><see cref="Errors.ErrorCode.EncryptFailed"/>.</exception>
    public EncryptedFile Encrypt(PlainFile plain, DocumentMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(plain);
        return plain.Encrypt(_cipher, metadata, _keys.Now);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher.Dispose();
        _stash?.Dispose();
        _key.Dispose();
    }

    /// <summary>A cipher of another data key that knows the same IVs. The caller owns it; it must not outlive this file.</summary>
    internal ValueCipher CipherOf(DataKey key) => new(key, _keys.Random, _stash);
}
