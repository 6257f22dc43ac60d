using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace SecretsKit.Core.Crypto;

/// <summary>SHA-256. Managed up to a length and by the platform from there on, see <see cref="ChaChaPoly"/> for the reason.</summary>
public static class Sha256
{
    /// <summary>Length of a digest in bytes.</summary>
    public const int Size = 32;

    /// <summary>Inputs of at least this many bytes are hashed by the platform: where its faster rate has paid for its start.</summary>
    public const int PlatformFrom = 512 * 1024;

    private const int PieceSize = 4096;

    /// <summary>The digest as lower-case hexadecimal digits, 64 of them.</summary>
    /// <param name="data">What is hashed.</param>
    public static string HashText(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[Size];
        Hash(data, digest);
        return Convert.ToHexStringLower(digest);
    }

    /// <summary>Hashes <paramref name="data"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="Size"/>.</exception>
    public static void Hash(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (data.Length >= PlatformFrom)
        {
            SHA256.HashData(data, destination);
            return;
        }

        var digest = new Sha256Digest();
        var piece = GC.AllocateUninitializedArray<byte>(Math.Min(data.Length, PieceSize), pinned: true);
        var output = new byte[Size];
        for (; !data.IsEmpty; data = data[Math.Min(data.Length, PieceSize)..])
        {
            var count = Math.Min(data.Length, PieceSize);
            data[..count].CopyTo(piece);
            digest.BlockUpdate(piece, 0, count);
        }

        digest.DoFinal(output, 0);
        output.CopyTo(destination);
        CryptographicOperations.ZeroMemory(piece);
    }
}
