using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;

namespace SecretsKit.Core.Crypto;

/// <summary>Key derivation from passphrases (RFC 7914), which the platform does not have.</summary>
public static class Scrypt
{
    /// <summary>
    /// Derives a key with r = 8 and p = 1. Takes 1 KiB of memory for each unit of cost: 256 MiB and about one second at 2^18.
    /// </summary>
    /// <param name="passphrase">The secret.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="logCost">Binary logarithm of the cost, 1 to 30. The caller bounds it: each step doubles time and memory.</param>
    /// <param name="output">Is filled.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="logCost"/> is out of range.</exception>
    public static void DeriveKey(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int logCost, Span<byte> output) =>
        DeriveKey(passphrase, salt, logCost, 1, output);

    /// <summary>As the other one, with another p: it multiplies the time, not the memory.</summary>
    /// <param name="passphrase">The secret.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="logCost">Binary logarithm of the cost, 1 to 30.</param>
    /// <param name="parallelism">At least 1.</param>
    /// <param name="output">Is filled.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public static void DeriveKey(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int logCost, int parallelism, Span<byte> output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(logCost, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logCost, 30);
        var secret = passphrase.ToArray();
        var derived = Array.Empty<byte>();
        try
        {
            derived = SCrypt.Generate(secret, salt.ToArray(), 1 << logCost, 8, parallelism, output.Length);
            derived.CopyTo(output);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(derived);
        }
    }
}
