using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretsKit.Core.Crypto.Gcm;

/// <summary>
/// GHASH (NIST SP 800-38D, 6.4) computed as POLYVAL (RFC 8452, appendix A): with bytes reversed and the key multiplied by x once, every
/// product reduces by two multiplications with one constant and no bit shifts. Up to eight blocks share one reduction.
/// </summary>
internal static class Ghash<TMultiply>
    where TMultiply : struct, ICarrylessMultiply
{
    /// <summary>Powers of the hash key that <see cref="Prepare"/> writes; element i is the key to the power i+1.</summary>
    public const int PowerCount = 8;

    /// <summary>The upper coefficients of the field polynomial, x^127 + x^126 + x^121.</summary>
    private const ulong Polynomial = 0xC200_0000_0000_0000;

    public static void Prepare(Vector128<byte> hashKey, Span<Vector128<ulong>> powers)
    {
        var key = TMultiply.Reverse(hashKey).AsUInt64();
        ulong low = key.GetElement(0), high = key.GetElement(1);
        // A mask instead of a branch: the bit shifted out belongs to the key.
        var overflow = (ulong)((long)high >> 63);
        powers[0] = Vector128.Create((low << 1) ^ (overflow & 1), ((high << 1) | (low >> 63)) ^ (overflow & Polynomial));
        for (var i = 1; i < PowerCount; i++)
        {
            powers[i] = Reduce(
                TMultiply.Low(powers[i - 1], powers[0]), TMultiply.Cross(powers[i - 1], powers[0]), TMultiply.High(
                    powers[i - 1], powers[0]));
        }
    }

    /// <summary>Takes in data of any length, the last block padded with zeros.</summary>
    public static Vector128<ulong> Absorb(Vector128<ulong> hash, ReadOnlySpan<byte> data, ref Vector128<ulong> powers)
    {
        while (data.Length >= 16)
        {
            var blocks = Math.Min(data.Length / 16, PowerCount);
            hash = AbsorbBlocks(hash, ref MemoryMarshal.GetReference(data), blocks, ref powers);
            data = data[(blocks * 16)..];
        }

        if (!data.IsEmpty)
        {
            Span<byte> last = stackalloc byte[16];
            last.Clear();
            data.CopyTo(last);
            hash = AbsorbBlocks(hash, ref MemoryMarshal.GetReference(last), 1, ref powers);
        }

        return hash;
    }

    /// <summary>Takes in one to eight whole blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> AbsorbBlocks(Vector128<ulong> hash, ref byte data, int blocks, ref Vector128<ulong> powers)
    {
        Debug.Assert(blocks is > 0 and <= PowerCount);
        var block = hash ^ TMultiply.Reverse(Vector128.LoadUnsafe(ref data)).AsUInt64();
        ref var power = ref Unsafe.Add(ref powers, blocks - 1);
        var low = TMultiply.Low(block, power);
        var cross = TMultiply.Cross(block, power);
        var high = TMultiply.High(block, power);
        for (var i = 1; i < blocks; i++)
        {
            block = TMultiply.Reverse(Vector128.LoadUnsafe(ref data, (nuint)i * 16)).AsUInt64();
            power = ref Unsafe.Subtract(ref power, 1);
            low ^= TMultiply.Low(block, power);
            cross ^= TMultiply.Cross(block, power);
            high ^= TMultiply.High(block, power);
        }

        return Reduce(low, cross, high);
    }

    /// <summary>Takes in the closing block of two lengths in bytes.</summary>
    public static Vector128<ulong> AbsorbLengths(Vector128<ulong> hash, int first, int second, ref Vector128<ulong> powers)
    {
        var block = hash ^ Vector128.Create((ulong)second * 8, (ulong)first * 8);
        return Reduce(TMultiply.Low(block, powers), TMultiply.Cross(block, powers), TMultiply.High(block, powers));
    }

    public static Vector128<byte> ToBlock(Vector128<ulong> hash) => TMultiply.Reverse(hash.AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Reduce(Vector128<ulong> low, Vector128<ulong> cross, Vector128<ulong> high)
    {
        var polynomial = Vector128.CreateScalar(Polynomial);
        low ^= Vector128.Create(Vector64<ulong>.Zero, cross.GetLower());
        high ^= Vector128.Create(cross.GetUpper(), Vector64<ulong>.Zero);
        low = SwapHalves(low) ^ TMultiply.Low(low, polynomial);
        low = SwapHalves(low) ^ TMultiply.Low(low, polynomial);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> SwapHalves(Vector128<ulong> value) => Vector128.Shuffle(value, Vector128.Create(1UL, 0UL));
}
