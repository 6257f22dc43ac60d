using System.Security.Cryptography;

namespace SecretsKit.Platform.Processes;

/// <summary>A growing buffer for output that may be secret: pinned, and wiped when it moves and when it ends.</summary>
internal sealed class CaptureBuffer : IDisposable
{
    private const int FirstSize = 4096;
    private byte[] _bytes = [];
    private int _length;

    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    internal int Length => _length;

    internal Span<byte> FreeSpace()
    {
        if (_length == _bytes.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>(Math.Max(FirstSize, checked(_bytes.Length * 2)), pinned: true);
            _bytes.AsSpan(0, _length).CopyTo(larger);
            CryptographicOperations.ZeroMemory(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }

    internal void Advance(int count) => _length += count;

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes);
        _bytes = [];
        _length = 0;
    }
}
