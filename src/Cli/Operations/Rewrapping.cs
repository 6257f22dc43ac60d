using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;

namespace SecretsKit.Cli.Operations;

/// <summary>Changes who can open a file. The data key stays, and with it every value and the MAC.</summary>
internal static class Rewrapping
{
    /// <summary>Recovers the data key and wraps it again.</summary>
    /// <param name="host">Randomness.</param>
    /// <param name="services">What unwraps and wraps.</param>
    /// <param name="file">The file.</param>
    /// <param name="groups">The master keys from now on; all of them wrap anew.</param>
    /// <param name="threshold">Groups needed from now on; 0 for all of several.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="DataKeyUnrecoverableException">The keys at hand do not open the file.</exception>
    /// <exception cref="DataKeyWrapException">A master key failed, a group is empty, or the threshold cannot be kept.</exception>
    public static async ValueTask<EncryptedFile> RunAsync(
        CliHost host, KeyServices services, EncryptedFile file, IReadOnlyList<WrappedKeyGroup> groups, int threshold, CancellationToken ct)
    {
        using var key = await new DataKeyRecovery(services.Chain, DecryptionOrder.Default).RecoverAsync(file.Metadata, ct);
        var wrapped = await new DataKeyWrapping(services.Chain, host.Random).RewrapAsync(key, groups, threshold, ct);
        return file.With(file.Metadata.With(wrapped));
    }
}
