using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Core.Ssh;
using SecretsKit.Providers.Ssh;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>SSH private keys as identities of age.</summary>
internal static class SshPrivateKeys
{
    /// <summary>Parses a key that is not behind a passphrase.</summary>
    /// <param name="text">The file, lent for the call.</param>
    /// <param name="random">Blinds the operations of RSA keys.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>.</exception>
    public static AgeIdentity Parse(ReadOnlySpan<byte> text, RandomFill random) => Parse(
        text, random, static _ => throw new AgeException(AgeFailure.Identity, "ssh: this private key is passphrase protected"));

    /// <summary>Parses a key.</summary>
    /// <param name="text">The file, lent for the call.</param>
    /// <param name="random">Blinds the operations of RSA keys.</param>
    /// <param name="protect">What stands for a key behind a passphrase, given its public half where the file has it.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>.</exception>
    public static AgeIdentity Parse(ReadOnlySpan<byte> text, RandomFill random, Func<AgeSshKey?, AgeIdentity> protect)
    {
        try
        {
            var file = SshKeyFile.Read(text);
            return file.Key is { } key ? Identity(key, random) : protect(file.PublicKey is { } half ? AgeSshKey.Of(half) : null);
        }
        catch (SshFormatException failure)
        {
            throw AgeSshKey.Explained(failure, AgeFailure.Identity);
        }
        catch (AgeException failure) when (failure.Failure == AgeFailure.Recipient)
        {
            throw new AgeException(AgeFailure.Identity, failure.Message);
        }
    }

    /// <summary>Parses a key behind a passphrase.</summary>
    /// <returns>The identity, given away; null when the passphrase is wrong.</returns>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>.</exception>
    public static AgeIdentity? Unlock(ReadOnlySpan<byte> text, SecretBytes passphrase, RandomFill random, CancellationToken ct)
    {
        try
        {
            return SshKeyFile.Unlock(text, passphrase, ct) is { } key ? Identity(key, random) : null;
        }
        catch (SshFormatException failure)
        {
            throw AgeSshKey.Explained(failure, AgeFailure.Identity);
        }
        catch (AgeException failure) when (failure.Failure == AgeFailure.Recipient)
        {
            throw new AgeException(AgeFailure.Identity, failure.Message);
        }
    }

    // RSA numbers are shared, a seed is copied: the key is not needed afterwards.
    private static AgeIdentity Identity(SshPrivateKey key, RandomFill random)
    {
        using (key)
        {
            var half = AgeSshKey.Of(key.PublicKey);
            return key.Rsa is { } rsa ? new SshRsaIdentity(rsa, half, random) : new SshEd25519Identity(key.Seed!.Span, half);
        }
    }
}
