using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform;

/// <summary>
/// Randomness straight from the kernel. The base library draws it from OpenSSL, whose loading costs 2.7 ms and 4 MB: more than a small
/// file takes to encrypt.
/// </summary>
public static class KernelRandom
{
    // getentropy(3) gives no more.
    private const int MostAtOnce = 256;

    /// <summary>Fills a buffer with bytes that no one can predict. Safe for concurrent use.</summary>
    /// <exception cref="CryptographicException">No source answers.</exception>
    public static void Fill(Span<byte> destination)
    {
        // A kernel or a sandbox without the call leaves it to the base library, which fails where it has no source either.
        if (OperatingSystem.IsWindows() || !TryFillFromKernel(destination))
        {
            RandomNumberGenerator.Fill(destination);
        }
    }

    /// <summary>A name that no other file has: a random UUID (RFC 9562, version 4) as 32 hexadecimal digits.</summary>
    /// <exception cref="CryptographicException">No source answers.</exception>
    public static string NewName() => RandomUuid.Create(Fill).ToString("N"); // Guid.NewGuid needs /dev/urandom, which some containers lack.

    private static unsafe bool TryFillFromKernel(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var count = Math.Min(destination.Length, MostAtOnce);
            fixed (byte* start = destination)
            {
                if (Libc.GetEntropy(start, (nuint)count) != 0)
                {
                    return false;
                }
            }

            destination = destination[count..];
        }

        return true;
    }
}
