using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// Fills a buffer with random bytes. Everything that draws randomness for keys and nonces takes one, so that tests can reproduce
/// published files; production code passes <see cref="RandomSources.Platform"/>.
/// </summary>
public delegate void RandomSource(Span<byte> destination);

/// <summary>The random sources that ship.</summary>
public static class RandomSources
{
    /// <summary>The platform's cryptographic generator. Safe for concurrent use.</summary>
    public static RandomSource Platform { get; } = RandomNumberGenerator.Fill;
}
