using System.Diagnostics;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Core.Ssh;

namespace SecretsKit.Providers.Ssh;

/// <summary>An SSH private key: Ed25519, held in pinned memory until it is disposed, or RSA, whose numbers cannot be wiped.</summary>
[DebuggerDisplay("{ToString(),nq}")]
internal sealed class SshPrivateKey : IDisposable
{
    private SshPrivateKey(SshPublicKey publicKey, SecretBytes? seed, RsaPrivateKey? rsa) => (PublicKey, Seed, Rsa) = (publicKey, seed, rsa);

    /// <summary>The public half.</summary>
    public SshPublicKey PublicKey { get; }

    /// <summary>The seed of an Ed25519 key, lent until disposal; null for other keys.</summary>
    public SecretBytes? Seed { get; }

    /// <summary>The RSA key; null for other keys.</summary>
    public RsaPrivateKey? Rsa { get; }

    /// <summary>A key of a seed, which is copied.</summary>
    /// <exception cref="SshFormatException">The public key is of another seed.</exception>
    public static SshPrivateKey OfEd25519(ReadOnlySpan<byte> seed, SshPublicKey publicKey) =>
        CryptographicOperations.FixedTimeEquals(Ed25519Conversion.DerivePublicKey(seed), publicKey.Ed25519)
            ? new(publicKey, new SecretBytes(seed), null)
            : throw new SshFormatException("ssh: private key does not belong to its public key");

    /// <summary>A key of numbers that belong together.</summary>
    public static SshPrivateKey OfRsa(RsaPrivateKey key, SshPublicKey publicKey) => new(publicKey, null, key);

    /// <inheritdoc/>
    public void Dispose() => Seed?.Dispose();

    /// <summary>A fixed text; never the key.</summary>
    public override string ToString() => "SshPrivateKey(***)";
}
