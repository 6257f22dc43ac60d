using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>Blowfish with the costly key schedule of bcrypt, which the libraries keep to themselves. For key derivation alone.</summary>
internal sealed class BlowfishSchedule : IDisposable
{
    private const int Subkeys = 18;
    private const int BoxSize = 256;

    private readonly uint[] _state = GC.AllocateUninitializedArray<uint>(BlowfishTables.Words.Length, pinned: true);

    /// <summary>Back to the state before any key.</summary>
    public void Reset() => BlowfishTables.Words.CopyTo(_state);

    /// <summary>Mixes a key in.</summary>
    /// <param name="key">A multiple of 4 bytes.</param>
    public void Expand(ReadOnlySpan<byte> key) => Expand(key, default);

    /// <summary>Mixes a key in, with a salt between the steps.</summary>
    /// <param name="key">A multiple of 4 bytes.</param>
    /// <param name="salt">A multiple of 8 bytes; none for none.</param>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        for (int i = 0, at = 0; i < Subkeys; i++, at = (at + 4) % key.Length)
        {
            _state[i] ^= BinaryPrimitives.ReadUInt32BigEndian(key[at..]);
        }

        var (left, right, salted) = (0u, 0u, 0);
        for (var i = 0; i < _state.Length; i += 2)
        {
            if (!salt.IsEmpty)
            {
                left ^= BinaryPrimitives.ReadUInt32BigEndian(salt[salted..]);
                right ^= BinaryPrimitives.ReadUInt32BigEndian(salt[(salted + 4)..]);
                salted = (salted + 8) % salt.Length;
            }

            Encrypt(ref left, ref right);
            _state[i] = left;
            _state[i + 1] = right;
        }
    }

    /// <summary>Encrypts one block of two words.</summary>
    public void Encrypt(ref uint left, ref uint right)
    {
        ReadOnlySpan<uint> keys = _state.AsSpan(0, Subkeys);
        ReadOnlySpan<uint> boxes = _state.AsSpan(Subkeys);
        var (l, r) = (left ^ keys[0], right);
        for (var i = 1; i <= 16; i += 2)
        {
            r ^= Substitute(boxes, l) ^ keys[i];
            l ^= Substitute(boxes, r) ^ keys[i + 1];
        }

        (left, right) = (r ^ keys[17], l);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_state.AsSpan()));

    private static uint Substitute(ReadOnlySpan<uint> boxes, uint word) => unchecked(
        ((boxes[(int)(word >> 24)] + boxes[BoxSize + (int)((word >> 16) & 0xff)]) ^ boxes[(2 * BoxSize) + (int)((word >> 8) & 0xff)])
        + boxes[(3 * BoxSize) + (int)(word & 0xff)]);
}
