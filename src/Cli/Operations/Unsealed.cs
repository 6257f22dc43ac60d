using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Operations;

/// <summary>An encrypted file opened with the keys at hand: the values, and the cipher that can seal them again. Dispose wipes the keys.</summary>
internal sealed class Unsealed : IDisposable
{
    private readonly DataKey _key;
    private readonly IvStash? _stash;

    private Unsealed(DataKey key, ValueCipher cipher, IvStash? stash, OpenedFile file) => (_key, Cipher, _stash, File) = (key, cipher, stash, file);

    /// <summary>The cipher of the file's data key.</summary>
    public ValueCipher Cipher { get; }

    /// <summary>The values, and what the MAC says.</summary>
    public OpenedFile File { get; }

    /// <summary>Recovers the data key and decrypts.</summary>
    /// <param name="host">Randomness.</param>
    /// <param name="services">What unwraps.</param>
    /// <param name="file">The encrypted file.</param>
    /// <param name="request">How.</param>
    /// <param name="ct">Cancels key services.</param>
    public static async ValueTask<Unsealed> OpenAsync(CliHost host, KeyServices services, EncryptedFile file, UnsealRequest request, CancellationToken ct)
    {
        var key = await new DataKeyRecovery(services.Chain, request.Order).RecoverAsync(file.Metadata, ct);
        request.KeyRecovered?.Invoke();
        IvStash? stash = null;
        ValueCipher? cipher = null;
        try
        {
            stash = request.SealAgain ? new IvStash(host.Random) : null;
            cipher = new ValueCipher(key, host.Random, stash);
            return new(key, cipher, stash, file.Decrypt(cipher, new DecryptOptions { Mac = request.Mac, UnreadableComment = request.UnreadableComment }));
        }
        catch
        {
            cipher?.Dispose();
            stash?.Dispose();
            key.Dispose();
            throw;
        }
    }

    /// <summary>Encrypts changed values with the file's own key. What did not change keeps its ciphertext if the file was opened to be sealed again.</summary>
    /// <param name="host">The clock.</param>
    /// <param name="plain">The values, as changed.</param>
    /// <param name="metadata">The metadata to go on with.</param>
    public EncryptedFile SealAgain(CliHost host, PlainFile plain, DocumentMetadata metadata) =>
        plain.Encrypt(Cipher, metadata.RaisedToCurrentVersion(), Sealing.Now(host));

    /// <summary>A cipher of another data key that knows the same IVs. The caller owns it; it must not outlive this file.</summary>
    public ValueCipher CipherOf(CliHost host, DataKey key) => new(key, host.Random, _stash);

    /// <inheritdoc/>
    public void Dispose()
    {
        Cipher.Dispose();
        _stash?.Dispose();
        _key.Dispose();
    }
}

/// <summary>How a file is opened.</summary>
/// <param name="Order">Key types tried first.</param>
/// <param name="Mac">Whether the MAC must match.</param>
/// <param name="SealAgain">Whether values will be encrypted again, so that unchanged ones keep their ciphertext.</param>
/// <param name="UnreadableComment">Receives comments that do not decrypt.</param>
/// <param name="KeyRecovered">Called once the data key is known, before values are decrypted.</param>
internal sealed record UnsealRequest(
    DecryptionOrder Order, MacPolicy Mac, bool SealAgain = false, Action<ByteString>? UnreadableComment = null, Action? KeyRecovered = null)
{
    /// <summary>What one of our own verbs reads the file for.</summary>
    public SignatureUse Signature { get; init; } = SignatureUse.Work;
}
