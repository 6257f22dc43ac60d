using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.MlKem;

/// <summary>
/// ML-KEM-768 (FIPS 203), managed: the platform has it only with OpenSSL 3.5 or a recent Windows. Whatever touches a secret runs in
/// constant time; the stack is wiped behind it. Encapsulating and decapsulating take about 0.1 ms each.
/// </summary>
internal static class MlKem768
{
    /// <summary>Length of a seed, from which both keys come, in bytes.</summary>
    public const int SeedSize = 2 * MlKemCipher.MessageSize;

    /// <summary>Length of an encapsulation key in bytes.</summary>
    public const int PublicKeySize = MlKemCipher.PublicKeySize;

    /// <summary>Length of an expanded decapsulation key in bytes.</summary>
    public const int PrivateKeySize = MlKemCipher.VectorBytes + PublicKeySize + HashSize + MlKemCipher.MessageSize;

    /// <summary>Length of a ciphertext in bytes.</summary>
    public const int CiphertextSize = MlKemCipher.CiphertextSize;

    /// <summary>Length of a shared secret, and of the randomness of an encapsulation, in bytes.</summary>
    public const int SharedSecretSize = MlKemCipher.MessageSize;

    private const int HashSize = 32;

    // Enters the expansion of a seed, so that one seed never serves two sets of parameters.
    private const byte Rank = 3;

    /// <summary>Expands a seed.</summary>
    /// <param name="seed"><see cref="SeedSize"/> bytes.</param>
    /// <param name="privateKey">Receives <see cref="PrivateKeySize"/> bytes; the caller wipes them.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void ExpandKey(ReadOnlySpan<byte> seed, Span<byte> privateKey)
    {
        Check(seed.Length == SeedSize && privateKey.Length == PrivateKeySize);
        Span<byte> expanded = stackalloc byte[2 * MlKemCipher.MessageSize];
        KeccakSponge.Sha3Of512(seed[..MlKemCipher.MessageSize], [Rank], expanded);
        var publicKey = privateKey.Slice(MlKemCipher.VectorBytes, PublicKeySize);
        MlKemCipher.DeriveKeys(
            expanded[..MlKemCipher.MessageSize], expanded[MlKemCipher.MessageSize..], publicKey, privateKey[..MlKemCipher.VectorBytes]);
        KeccakSponge.Sha3Of256(publicKey, [], privateKey.Slice(MlKemCipher.VectorBytes + PublicKeySize, HashSize));
        seed[MlKemCipher.MessageSize..].CopyTo(privateKey[^MlKemCipher.MessageSize..]);
        CryptographicOperations.ZeroMemory(expanded);
    }

    /// <summary>The encapsulation key inside an expanded decapsulation key.</summary>
    public static ReadOnlySpan<byte> PublicKeyOf(ReadOnlySpan<byte> privateKey) => privateKey.Slice(MlKemCipher.VectorBytes, PublicKeySize);

    /// <summary>Whether these bytes are an encapsulation key: the right length, all numbers reduced.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> publicKey) => MlKemCipher.IsPublicKey(publicKey);

    /// <summary>Makes a shared secret and the ciphertext that carries it.</summary>
    /// <param name="publicKey">One that <see cref="IsPublicKey"/> accepts.</param>
    /// <param name="randomness"><see cref="SharedSecretSize"/> bytes that no one can predict, used for this alone.</param>
    /// <param name="ciphertext">Receives <see cref="CiphertextSize"/> bytes.</param>
    /// <param name="sharedSecret">Receives <see cref="SharedSecretSize"/> bytes; the caller wipes them.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the key is not reduced.</exception>
    public static void Encapsulate(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> randomness, Span<byte> ciphertext, Span<byte> sharedSecret)
    {
        Check(randomness.Length == SharedSecretSize
            && ciphertext.Length == CiphertextSize
            && sharedSecret.Length == SharedSecretSize
            && IsPublicKey(publicKey));
        Span<byte> hash = stackalloc byte[HashSize];
        Span<byte> derived = stackalloc byte[2 * SharedSecretSize];
        KeccakSponge.Sha3Of256(publicKey, [], hash);
        KeccakSponge.Sha3Of512(randomness, hash, derived);
        MlKemCipher.Encrypt(publicKey, randomness, derived[SharedSecretSize..], ciphertext);
        derived[..SharedSecretSize].CopyTo(sharedSecret);
        CryptographicOperations.ZeroMemory(derived);
    }

    /// <summary>
    /// Recovers a shared secret. A ciphertext for another key, or a damaged one, gives a secret that nobody else has, in the same time.
    /// </summary>
    /// <param name="privateKey">An expanded key, <see cref="PrivateKeySize"/> bytes.</param>
    /// <param name="ciphertext"><see cref="CiphertextSize"/> bytes.</param>
    /// <param name="sharedSecret">Receives <see cref="SharedSecretSize"/> bytes; the caller wipes them.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static void Decapsulate(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> ciphertext, Span<byte> sharedSecret)
    {
        Check(privateKey.Length == PrivateKeySize && ciphertext.Length == CiphertextSize && sharedSecret.Length == SharedSecretSize);
        var hash = privateKey.Slice(MlKemCipher.VectorBytes + PublicKeySize, HashSize);
        var rejection = privateKey[^MlKemCipher.MessageSize..];
        Span<byte> message = stackalloc byte[MlKemCipher.MessageSize];
        Span<byte> derived = stackalloc byte[2 * SharedSecretSize];
        Span<byte> again = stackalloc byte[CiphertextSize];
        MlKemCipher.Decrypt(privateKey[..MlKemCipher.VectorBytes], ciphertext, message);
        KeccakSponge.Sha3Of512(message, hash, derived);
        KeccakSponge.Shake256(rejection, ciphertext, sharedSecret);
        MlKemCipher.Encrypt(PublicKeyOf(privateKey), message, derived[SharedSecretSize..], again);
        Select(Difference(again, ciphertext), derived[..SharedSecretSize], sharedSecret);
        CryptographicOperations.ZeroMemory(message);
        CryptographicOperations.ZeroMemory(derived);
        CryptographicOperations.ZeroMemory(again);
    }

    // The bits in which two texts differ, gathered: zero only if they are equal.
    private static int Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var difference = 0;
        for (var i = 0; i < a.Length; i++)
        {
            difference |= a[i] ^ b[i];
        }

        return difference;
    }

    // Replaces the target by the source if the difference, a byte, is zero; nothing branches on which it was.
    private static void Select(int difference, ReadOnlySpan<byte> source, Span<byte> target)
    {
        var mask = (byte)((difference - 1) >> 8);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] ^= (byte)(mask & (target[i] ^ source[i]));
        }
    }

    private static void Check(bool valid)
    {
        if (!valid)
        {
            throw new ArgumentException("keys, ciphertexts and secrets have fixed lengths, and an encapsulation key is reduced");
        }
    }
}
