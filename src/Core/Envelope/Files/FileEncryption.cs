using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>A new data key, wrapped for those who can decrypt, with the cipher that uses it. Disposing wipes the key.</summary>
public sealed class FileEncryption : IDisposable
{
    private readonly KeyRing _keys;
    private readonly DataKey _key;
    private readonly ValueCipher _cipher;

    private FileEncryption(KeyRing keys, DataKey key, ValueCipher cipher, DocumentMetadata metadata) =>
        (_keys, _key, _cipher, Metadata) = (keys, key, cipher, metadata);

    /// <summary>The metadata that every file encrypted with this key begins with.</summary>
    public DocumentMetadata Metadata { get; }

    /// <summary>Makes a data key and wraps it with every master key of the rule.</summary>
    /// <param name="keys">What wraps; must outlive the result.</param>
    /// <param name="rule">For whom, and which values.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="DataKeyWrapException">A master key failed: nothing can be encrypted.</exception>
    public static async ValueTask<FileEncryption> CreateAsync(KeyRing keys, EncryptionRule rule, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(rule);
        var key = DataKey.Generate(keys.Random);
        try
        {
            var now = keys.Now;
            var wrapped = await new DataKeyWrapping(keys.Services, keys.Random).WrapAsync(key, rule.Groups, rule.Threshold, now, ct);
            var metadata = DocumentMetadata.New(wrapped, rule.Selection, rule.MacOnlyEncrypted, now);
            return new(keys, key, new ValueCipher(key, keys.Random), metadata);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes a data key to take the place of a file's, and wraps it with these master keys. The rest of the metadata stays.
    /// </summary>
    /// <param name="keys">What wraps; must outlive the result.</param>
    /// <param name="file">The file under its old key; must not be disposed while the result is in use.</param>
    /// <param name="groups">The master keys; what they wrapped before is replaced.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="DataKeyWrapException">A master key failed, or a group is empty.</exception>
    public static async ValueTask<FileEncryption> RenewAsync(
        KeyRing keys, DecryptedFile file, IReadOnlyList<WrappedKeyGroup> groups, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(file);
        var key = DataKey.Generate(keys.Random);
        try
        {
            var metadata = file.Encrypted.Metadata;
            var wrapped = await new DataKeyWrapping(keys.Services, keys.Random).RewrapAsync(key, groups, metadata.ShamirThreshold, ct);
            return new(keys, key, file.CipherOf(key), metadata.With(wrapped));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Encrypts a file.</summary>
    /// <exception cref="Errors.SecretsKitException"><see cref="Errors.ErrorCode.EncryptFailed"/>.</exception>
    public EncryptedFile Encrypt(PlainFile plain)
    {
        ArgumentNullException.ThrowIfNull(plain);
        return plain.Encrypt(_cipher, Metadata, _keys.Now);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher.Dispose();
        _key.Dispose();
    }
}
