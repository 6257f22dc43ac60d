using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>The random sources that ship.</summary>
public static class RandomSource
{
    // One call of the platform's generator costs as much as encrypting several short values, whatever its length up to a few kilobytes.
    private const int PoolSize = 4096;
    private const int LargestPooled = 256;

    [ThreadStatic]
    private static byte[]? _pool;

    [ThreadStatic]
    private static int _unused;

    /// <summary>The platform's cryptographic generator, read ahead. What was given out is wiped here. Safe for concurrent use.</summary>
    public static RandomFill System { get; } = Fill;

    private static void Fill(Span<byte> destination)
    {
        if (destination.Length > LargestPooled)
        {
            RandomNumberGenerator.Fill(destination);
            return;
        }

        _pool ??= GC.AllocateUninitializedArray<byte>(PoolSize, pinned: true);
        if (_unused < destination.Length)
        {
            RandomNumberGenerator.Fill(_pool);
            _unused = PoolSize;
        }

        var taken = _pool.AsSpan(_unused - destination.Length, destination.Length);
        taken.CopyTo(destination);
        CryptographicOperations.ZeroMemory(taken);
        _unused -= destination.Length;
    }
}
