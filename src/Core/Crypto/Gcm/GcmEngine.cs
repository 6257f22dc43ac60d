using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace SecretsKit.Core.Crypto.Gcm;

/// <summary>Which way a message goes through the cipher; the hash always covers the ciphertext side.</summary>
internal enum GcmDirection
{
    Seal,
    Open,
}

/// <summary>One keyed implementation of GCM. Disposal wipes its keys.</summary>
internal abstract class GcmEngine : IDisposable
{
    /// <summary>Enciphers or deciphers and returns the tag that belongs to the ciphertext; comparing it is the caller's part.</summary>
    public abstract Vector128<byte> Process(
        GcmDirection direction, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> source, Span<byte> destination,
            ReadOnlySpan<byte> additionalData);

    public abstract void Dispose();
}

/// <summary>The mode of NIST SP 800-38D around a block cipher that the derived class supplies.</summary>
internal abstract class GcmEngine<TMultiply> : GcmEngine
    where TMultiply : struct, ICarrylessMultiply
{
    /// <summary>The powers of the hash key.</summary>
    protected abstract ref Vector128<ulong> Powers { get; }

    public sealed override Vector128<byte> Process(
        GcmDirection direction, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> source, Span<byte> destination,
            ReadOnlySpan<byte> additionalData)
    {
        Debug.Assert(source.Length == destination.Length);
        ref var powers = ref Powers;
        var first = FirstCounter(nonce, ref powers);
        var hash = Ghash<TMultiply>.Absorb(Vector128<ulong>.Zero, additionalData, ref powers);
        if (!source.IsEmpty)
        {
            hash = Crypt(direction, TMultiply.Reverse(first).AsUInt32(), hash, source, destination);
        }

        hash = Ghash<TMultiply>.AbsorbLengths(hash, additionalData.Length, source.Length, ref powers);
        return Ghash<TMultiply>.ToBlock(hash) ^ EncryptBlock(first);
    }

    /// <summary>The cipher on one block.</summary>
    protected abstract Vector128<byte> EncryptBlock(Vector128<byte> block);

    /// <summary>Counter mode over the whole message, and the hash over its ciphertext.</summary>
    /// <param name="direction">Which of source and destination is the ciphertext.</param>
    /// <param name="counter">The counter block before the first one used, bytes reversed: lane 0 counts.</param>
    /// <param name="hash">The hash so far.</param>
    /// <param name="source">What to read; may be the same memory as the destination.</param>
    /// <param name="destination">What to write.</param>
    protected abstract Vector128<ulong> Crypt(
        GcmDirection direction, Vector128<uint> counter, Vector128<ulong> hash, ReadOnlySpan<byte> source, Span<byte> destination);

    private static Vector128<byte> FirstCounter(ReadOnlySpan<byte> nonce, ref Vector128<ulong> powers)
    {
        if (nonce.Length != 12)
        {
            var hash = Ghash<TMultiply>.Absorb(Vector128<ulong>.Zero, nonce, ref powers);
            return Ghash<TMultiply>.ToBlock(Ghash<TMultiply>.AbsorbLengths(hash, 0, nonce.Length, ref powers));
        }

        Span<byte> block = stackalloc byte[16];
        nonce.CopyTo(block);
        BinaryPrimitives.WriteUInt32BigEndian(block[12..], 1);
        return Vector128.Create<byte>(block);
    }
}
