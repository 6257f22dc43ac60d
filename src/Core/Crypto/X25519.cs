using System.Security.Cryptography;
using Curve = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// Diffie-Hellman on Curve25519 (RFC 7748), which the platform does not have. The ladder of the underlying library runs in constant time.
/// </summary>
public static class X25519
{
    /// <summary>Length in bytes of scalars, points and shared secrets.</summary>
    public const int Size = 32;

    // The ladder from the base point costs 0.1 ms. The library's fixed-base multiplication is half of that when warm and 0.37 ms the first
    // time, because it builds a table; a command line uses it once or twice.
    private static readonly byte[] BasePoint = [9, .. new byte[31]];

    /// <summary>Multiplies <paramref name="point"/> by <paramref name="scalar"/>, both little-endian, 32 bytes.</summary>
    /// <returns>Whether the result is usable; all zeros (a point of low order) is not, and leaves <paramref name="shared"/> zero.</returns>
    /// <exception cref="ArgumentException">A length is not <see cref="Size"/>.</exception>
    public static bool TryAgree(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> shared)
    {
        if (scalar.Length != Size || point.Length != Size || shared.Length != Size)
        {
            throw new ArgumentException("scalars and points have 32 bytes");
        }

        var k = scalar.ToArray();
        var result = new byte[Size];
        try
        {
            Curve.ScalarMult(k, 0, point.ToArray(), 0, result, 0);
            result.CopyTo(shared);
            return !CryptographicOperations.FixedTimeEquals(result, stackalloc byte[Size]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(k);
            CryptographicOperations.ZeroMemory(result);
        }
    }

    /// <summary>The public point of a scalar.</summary>
    /// <exception cref="ArgumentException">A length is not <see cref="Size"/>.</exception>
    public static void DerivePublicKey(ReadOnlySpan<byte> scalar, Span<byte> publicKey) => TryAgree(scalar, BasePoint, publicKey);
}
