using System.Security.Cryptography;
using SecretsKit.Core.Crypto.MlKem;

namespace SecretsKit.Core.Crypto.Hpke;

/// <summary>
/// The key encapsulation MLKEM768-X25519, also called X-Wing: whoever wants the shared secret must break both ML-KEM-768 and X25519
/// (draft-ietf-hpke-pq; spec sops.md 8.7).
/// </summary>
public static class HybridKem
{
    /// <summary>Length of a private key, which is a seed, in bytes.</summary>
    public const int SeedSize = 32;

    /// <summary>Length of a public key in bytes: that of ML-KEM, then the point.</summary>
    public const int PublicKeySize = MlKem768.PublicKeySize + X25519.Size;

    /// <summary>Length of what carries the shared secret in bytes: the ciphertext of ML-KEM, then the ephemeral point.</summary>
    public const int EncapsulationSize = MlKem768.CiphertextSize + X25519.Size;

    /// <summary>Length of a shared secret in bytes.</summary>
    public const int SharedSecretSize = 32;

    private static ReadOnlySpan<byte> Label => @"\.//^\"u8;

    /// <summary>The public key of a seed.</summary>
    /// <param name="seed"><see cref="SeedSize"/> bytes.</param>
    /// <param name="publicKey">Receives <see cref="PublicKeySize"/> bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void DerivePublicKey(ReadOnlySpan<byte> seed, Span<byte> publicKey)
    {
        Check(publicKey.Length == PublicKeySize);
        using var keys = new ExpandedKeys(seed);
        keys.WritePublicKey(publicKey);
    }

    /// <summary>Whether these bytes are a public key. A point of low order is found only when it is used.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeySize && MlKem768.IsPublicKey(publicKey[..MlKem768.PublicKeySize]);

    /// <summary>Makes a shared secret for the owner of a public key.</summary>
    /// <param name="publicKey">One that <see cref="IsPublicKey"/> accepts.</param>
    /// <param name="random">Draws the ephemeral scalar (32 bytes), then the message of ML-KEM (32 bytes).</param>
    /// <param name="encapsulation">Receives <see cref="EncapsulationSize"/> bytes, which are public.</param>
    /// <param name="shared">Receives <see cref="SharedSecretSize"/> bytes; the caller wipes them.</param>
    /// <returns>False when the key's point is of low order; nothing may be used then.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the key is none.</exception>
    public static bool TryEncapsulate(ReadOnlySpan<byte> publicKey, RandomFill random, Span<byte> encapsulation, Span<byte> shared)
    {
        ArgumentNullException.ThrowIfNull(random);
        Check(publicKey.Length == PublicKeySize && encapsulation.Length == EncapsulationSize && shared.Length == SharedSecretSize);
        var point = publicKey[MlKem768.PublicKeySize..];
        var share = encapsulation[MlKem768.CiphertextSize..];
        Span<byte> drawn = stackalloc byte[X25519.Size];
        Span<byte> parts = stackalloc byte[MlKem768.SharedSecretSize + X25519.Size];
        try
        {
            random(drawn);
            X25519.DerivePublicKey(drawn, share);
            if (!X25519.TryAgree(drawn, point, parts[MlKem768.SharedSecretSize..]))
            {
                return false;
            }

            random(drawn);
            MlKem768.Encapsulate(
                publicKey[..MlKem768.PublicKeySize], drawn, encapsulation[..MlKem768.CiphertextSize], parts[..MlKem768.SharedSecretSize]);
            Combine(parts, share, point, shared);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(drawn);
            CryptographicOperations.ZeroMemory(parts);
        }
    }

    /// <summary>Recovers a shared secret. What was made for another key gives another secret: only a later tag tells.</summary>
    /// <param name="seed"><see cref="SeedSize"/> bytes.</param>
    /// <param name="encapsulation"><see cref="EncapsulationSize"/> bytes.</param>
    /// <param name="shared">Receives <see cref="SharedSecretSize"/> bytes; the caller wipes them.</param>
    /// <returns>False when the ephemeral point is of low order; nothing may be used then.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static bool TryDecapsulate(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> encapsulation, Span<byte> shared)
    {
        Check(encapsulation.Length == EncapsulationSize && shared.Length == SharedSecretSize);
        var share = encapsulation[MlKem768.CiphertextSize..];
        using var keys = new ExpandedKeys(seed);
        Span<byte> parts = stackalloc byte[MlKem768.SharedSecretSize + X25519.Size];
        Span<byte> point = stackalloc byte[X25519.Size];
        try
        {
            if (!X25519.TryAgree(keys.Scalar, share, parts[MlKem768.SharedSecretSize..]))
            {
                return false;
            }

            MlKem768.Decapsulate(keys.MlKem, encapsulation[..MlKem768.CiphertextSize], parts[..MlKem768.SharedSecretSize]);
            X25519.DerivePublicKey(keys.Scalar, point);
            Combine(parts, share, point, shared);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(parts);
        }
    }

    // The points of X25519 enter because they are not bound by its shared secret; ML-KEM binds its own ciphertext and key.
    private static void Combine(ReadOnlySpan<byte> parts, ReadOnlySpan<byte> share, ReadOnlySpan<byte> point, Span<byte> shared) =>
        KeccakSponge.Sha3Of256(parts, [.. share, .. point, .. Label], shared);

    private static void Check(bool valid)
    {
        if (!valid)
        {
            throw new ArgumentException("keys, encapsulations and secrets have fixed lengths");
        }
    }

    /// <summary>Both private keys of a seed, in a pinned array that is wiped on disposal.</summary>
    private readonly ref struct ExpandedKeys : IDisposable
    {
        private readonly byte[] _bytes;

        public ExpandedKeys(ReadOnlySpan<byte> seed)
        {
            Check(seed.Length == SeedSize);
            _bytes = GC.AllocateUninitializedArray<byte>(MlKem768.PrivateKeySize + X25519.Size, pinned: true);
            Span<byte> seeds = stackalloc byte[MlKem768.SeedSize + X25519.Size];
            KeccakSponge.Shake256(seed, [], seeds);
            MlKem768.ExpandKey(seeds[..MlKem768.SeedSize], _bytes.AsSpan(0, MlKem768.PrivateKeySize));
            seeds[MlKem768.SeedSize..].CopyTo(_bytes.AsSpan(MlKem768.PrivateKeySize));
            CryptographicOperations.ZeroMemory(seeds);
        }

        public ReadOnlySpan<byte> MlKem => _bytes.AsSpan(0, MlKem768.PrivateKeySize);

        public ReadOnlySpan<byte> Scalar => _bytes.AsSpan(MlKem768.PrivateKeySize);

        public void WritePublicKey(Span<byte> publicKey)
        {
            MlKem768.PublicKeyOf(MlKem).CopyTo(publicKey);
            X25519.DerivePublicKey(Scalar, publicKey[MlKem768.PublicKeySize..]);
        }

        public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
    }
}
