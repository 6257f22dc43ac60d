using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Core.Ssh;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>An Ed25519 key in use for encryption (spec sops.md 8.5): agreement on the Montgomery form, tweaked with the SSH key.</summary>
internal sealed class SshEd25519Recipient(AgeSshKey key, string line) : AgeRecipient
{
    internal static ReadOnlySpan<byte> Label => "age-encryption.org/v1/ssh-ed25519"u8;

    public override string ToString() => line;

    /// <summary>Multiplies a shared secret by the key's tweak, which ties the agreement to this use of the key.</summary>
    internal static void Tweak(AgeSshKey key, Span<byte> shared)
    {
        Span<byte> tweak = stackalloc byte[X25519.Size];
        HkdfSha256.DeriveKey(default, key.Key.Blob, Label, tweak);
        X25519.TryAgree(tweak, shared, shared);
    }

    internal override ValueTask<IReadOnlyList<AgeStanza>> WrapAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct)
    {
        Span<byte> ephemeral = stackalloc byte[X25519.Size];
        Span<byte> share = stackalloc byte[X25519.Size];
        Span<byte> shared = stackalloc byte[X25519.Size];
        Span<byte> wrapKey = stackalloc byte[ChaChaPoly.KeySize];
        try
        {
            random(ephemeral);
            X25519.DerivePublicKey(ephemeral, share);
            if (!X25519.TryAgree(ephemeral, key.Point, shared))
            {
                throw new AgeException(AgeFailure.Recipient, "crypto/ecdh: bad X25519 remote ECDH input: low order point");
            }

            Tweak(key, shared);
            AgePrimitives.DeriveWrapKey(shared, share, key.Point, Label, wrapKey);
            return new(
                [new AgeStanza(
                    SshPublicKey.Ed25519Type, [key.Tag, StrictBase64.Encode(share)], AgePrimitives.Seal(wrapKey, fileKey.Span))]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(ephemeral);
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }
}

/// <summary>The private half.</summary>
internal sealed class SshEd25519Identity : AgeStanzaIdentity
{
    private readonly AgeSshKey _key;
    private readonly SecretBytes _scalar;

    /// <summary>Copies a seed of 32 bytes.</summary>
    /// <exception cref="AgeException">The public key is of another seed.</exception>
    public SshEd25519Identity(ReadOnlySpan<byte> seed, AgeSshKey key)
    {
        Span<byte> scalar = stackalloc byte[X25519.Size];
        Span<byte> point = stackalloc byte[X25519.Size];
        Ed25519Conversion.ConvertSeed(seed, scalar);
        X25519.DerivePublicKey(scalar, point);
        _key = key;
        _scalar = new SecretBytes(scalar);
        CryptographicOperations.ZeroMemory(scalar);
        if (!point.SequenceEqual(key.Point))
        {
            _scalar.Dispose();
            throw new AgeException(AgeFailure.Identity, "ssh: private key does not belong to its public key");
        }
    }

    public override AgeRecipient Recipient => _key.ToRecipient();

    internal override IdentityRank Rank => IdentityRank.Foreign;

    internal override string StanzaType => SshPublicKey.Ed25519Type;

    internal override SecretBytes? Unwrap(AgeStanza stanza)
    {
        if (stanza.Arguments.Count != 2)
        {
            throw Invalid();
        }

        var share = AgeShare.Decode(stanza.Arguments[1], SshPublicKey.Ed25519Type) ?? throw Invalid();
        if (stanza.Arguments[0] != _key.Tag)
        {
            return null;
        }

        Span<byte> shared = stackalloc byte[X25519.Size];
        Span<byte> wrapKey = stackalloc byte[ChaChaPoly.KeySize];
        try
        {
            if (!X25519.TryAgree(_scalar.Span, share, shared))
            {
                throw AgeShare.LowOrder();
            }

            SshEd25519Recipient.Tweak(_key, shared);
            AgePrimitives.DeriveWrapKey(shared, share, _key.Point, SshEd25519Recipient.Label, wrapKey);
            if (stanza.Body.Length != AgePrimitives.WrappedKeySize)
            {
                throw Invalid(": incorrect file key size");
            }

            // The tag said that it is ours, so a failure is damage and not a reason to try the next identity.
            return AgePrimitives.TryOpen(wrapKey, stanza.Body)
                ?? throw new AgeException(AgeFailure.Header, "failed to decrypt file key: chacha20poly1305: message authentication failed");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    private protected override void Dispose(bool disposing) => _scalar.Dispose();

    private static AgeException Invalid(string detail = "") => new(AgeFailure.Header, "invalid ssh-ed25519 recipient block" + detail);
}
