using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.Gcm;

/// <summary>GCM over the platform's AES block cipher, for processors without the instructions. Not safe for concurrent use.</summary>
internal sealed class PlatformGcm : GcmEngine<PortableMultiply>
{
    // One call into the platform per kilobyte: its fixed cost is that of some dozens of blocks.
    private const int ChunkSize = 1024;

    private readonly Vector128<ulong>[] _powers = GC.AllocateArray<Vector128<ulong>>(Ghash<PortableMultiply>.PowerCount, pinned: true);
    private readonly byte[] _counters = new byte[ChunkSize];
    private readonly byte[] _keystream = GC.AllocateArray<byte>(ChunkSize, pinned: true);
    private readonly Aes _aes = Aes.Create();
    private readonly ICryptoTransform _encryptor;

    public PlatformGcm(ReadOnlySpan<byte> key)
    {
        var copy = GC.AllocateUninitializedArray<byte>(key.Length, pinned: true);
        try
        {
            key.CopyTo(copy);
            _aes.Mode = CipherMode.ECB; // The mode is built above; nothing is ever encrypted in ECB itself.
            _aes.Padding = PaddingMode.None;
            _aes.Key = copy;
            _encryptor = _aes.CreateEncryptor();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }

        Ghash<PortableMultiply>.Prepare(EncryptBlock(Vector128<byte>.Zero), _powers);
    }

    protected override ref Vector128<ulong> Powers => ref MemoryMarshal.GetArrayDataReference(_powers);

    public override void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_powers.AsSpan()));
        CryptographicOperations.ZeroMemory(_keystream);
    }

    protected override Vector128<byte> EncryptBlock(Vector128<byte> block)
    {
        block.CopyTo(_counters);
        _encryptor.TransformBlock(_counters, 0, 16, _keystream, 0);
        return Vector128.Create(_keystream);
    }

    protected override Vector128<ulong> Crypt(
        GcmDirection direction, Vector128<uint> counter, Vector128<ulong> hash, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        while (!source.IsEmpty)
        {
            var length = Math.Min(source.Length, ChunkSize);
            if (direction == GcmDirection.Open)
            {
                hash = Ghash<PortableMultiply>.Absorb(hash, source[..length], ref Powers);
            }

            counter = FillKeystream(counter, (length + 15) / 16);
            for (var i = 0; i < length; i++)
            {
                destination[i] = (byte)(source[i] ^ _keystream[i]);
            }

            if (direction == GcmDirection.Seal)
            {
                hash = Ghash<PortableMultiply>.Absorb(hash, destination[..length], ref Powers);
            }

            source = source[length..];
            destination = destination[length..];
        }

        CryptographicOperations.ZeroMemory(_keystream);
        return hash;
    }

    private Vector128<uint> FillKeystream(Vector128<uint> counter, int blocks)
    {
        var one = Vector128.CreateScalar(1u);
        for (var i = 0; i < blocks; i++)
        {
            counter += one;
            PortableMultiply.Reverse(counter.AsByte()).CopyTo(_counters, i * 16);
        }

        _encryptor.TransformBlock(_counters, 0, blocks * 16, _keystream, 0);
        return counter;
    }
}
