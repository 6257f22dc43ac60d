using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>Changes who can decrypt a file. The data key stays, and with it every value and the MAC.</summary>
public static class KeyRewrapping
{
    /// <summary>Recovers the data key and wraps it again.</summary>
    /// <param name="keys">What unwraps and wraps.</param>
    /// <param name="file">The file.</param>
    /// <param name="groups">The master keys from now on; all of them wrap anew.</param>
    /// <param name="threshold">Groups needed from now on; 0 for all of several.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="DataKeyUnrecoverableException">The keys at hand do not open the file.</exception>
    /// <exception cref="DataKeyWrapException">A master key failed, a group is empty, or the threshold cannot be kept.</exception>
    public static async ValueTask<EncryptedFile> RunAsync(
        KeyRing keys, EncryptedFile file, IReadOnlyList<WrappedKeyGroup> groups, int threshold, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(file);
        using var key = await new DataKeyRecovery(keys.Services, DecryptionOrder.Default).RecoverAsync(file.Metadata, ct);
        var wrapped = await new DataKeyWrapping(keys.Services, keys.Random).RewrapAsync(key, groups, threshold, ct);
        return file.With(file.Metadata.With(wrapped));
    }
}
