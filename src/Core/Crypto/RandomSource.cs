using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>Sources of randomness for programs.</summary>
public static class RandomSource
{
    /// <summary>The base library's generator, read ahead. Safe for concurrent use.</summary>
    public static RandomFill System { get; } = ReadAhead(RandomNumberGenerator.Fill);

    /// <summary>
    /// Asks a source for more at a time than is needed: one call costs as much as encrypting several short values, whatever its length up
    /// to a few kilobytes. What was given out is wiped here. Safe for concurrent use if the source is.
    /// </summary>
    public static RandomFill ReadAhead(RandomFill source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new Pool(source).Fill;
    }

    private sealed class Pool(RandomFill source)
    {
        private const int Size = 4096;
        private const int LargestPooled = 256;

        private readonly Lock _gate = new();
        private byte[]? _bytes;
        private int _unused;

        public void Fill(Span<byte> destination)
        {
            if (destination.Length > LargestPooled)
            {
                source(destination);
                return;
            }

            lock (_gate)
            {
                _bytes ??= GC.AllocateUninitializedArray<byte>(Size, pinned: true);
                if (_unused < destination.Length)
                {
                    // Should the source fail, nothing old may be given out later.
                    _unused = 0;
                    source(_bytes);
                    _unused = Size;
                }

                var taken = _bytes.AsSpan(_unused - destination.Length, destination.Length);
                taken.CopyTo(destination);
                CryptographicOperations.ZeroMemory(taken);
                _unused -= destination.Length;
            }
        }
    }
}
