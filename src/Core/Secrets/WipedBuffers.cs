using System.Security.Cryptography;

namespace SecretsKit.Core.Secrets;

/// <summary>Plaintexts that a piece of work borrows to others, and wipes at its end. Not thread-safe.</summary>
public sealed class WipedBuffers : IDisposable
{
    private readonly List<byte[]> _buffers = [];

    /// <summary>Takes a plaintext over: it is wiped by <see cref="Dispose"/>.</summary>
    /// <returns>The same array.</returns>
    public byte[] Add(byte[] plaintext)
    {
        _buffers.Add(plaintext);
        return plaintext;
    }

    /// <summary>Wipes all. They may not be read from here on.</summary>
    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            CryptographicOperations.ZeroMemory(buffer);
        }

        _buffers.Clear();
    }
}
