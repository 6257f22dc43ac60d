using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.Gcm;

/// <summary>
/// GCM on the processor's AES and polynomial instructions. Calls nothing of the platform's cryptography, whose native library costs
/// a short-lived process milliseconds to load. Eight counter blocks run interleaved to hide the latency of a round.
/// </summary>
internal sealed class InstructionGcm<TAes> : GcmEngine<TAes>
    where TAes : struct, IAesInstructions
{
    private const int GroupBlocks = 8;
    private const int GroupSize = GroupBlocks * 16;
    private const int RoundKeyCount = AesKeySchedule<TAes>.Rounds + 1;

    // Round keys, then the powers of the hash key. Pinned: the collector must not leave copies behind.
    private readonly Vector128<byte>[] _keys = GC.AllocateArray<Vector128<byte>>(RoundKeyCount + Ghash<TAes>.PowerCount, pinned: true);

    public InstructionGcm(ReadOnlySpan<byte> key)
    {
        AesKeySchedule<TAes>.Expand(key, _keys.AsSpan(0, RoundKeyCount));
        Ghash<TAes>.Prepare(
            EncryptBlock(Vector128<byte>.Zero), MemoryMarshal.Cast<Vector128<byte>, Vector128<ulong>>(_keys.AsSpan(RoundKeyCount)));
    }

    protected override ref Vector128<ulong> Powers => ref Unsafe.As<Vector128<byte>, Vector128<ulong>>(ref _keys[RoundKeyCount]);

    public override void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_keys.AsSpan()));

    protected override Vector128<byte> EncryptBlock(Vector128<byte> block)
    {
        ref var keys = ref MemoryMarshal.GetArrayDataReference(_keys);
        block ^= keys;
        for (var round = 1; round < RoundKeyCount - 1; round++)
        {
            block = TAes.Round(block, Unsafe.Add(ref keys, round));
        }

        return TAes.LastRound(block, Unsafe.Add(ref keys, RoundKeyCount - 1));
    }

    protected override Vector128<ulong> Crypt(
        GcmDirection direction, Vector128<uint> counter, Vector128<ulong> hash, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ref var keys = ref MemoryMarshal.GetArrayDataReference(_keys);
        ref var powers = ref Powers;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var length = source.Length;
        while (length >= GroupSize)
        {
            // The ciphertext is hashed before it is overwritten: source and destination may be one.
            if (direction == GcmDirection.Open)
            {
                hash = Ghash<TAes>.AbsorbBlocks(hash, ref from, GroupBlocks, ref powers);
            }

            counter = CryptGroup(ref keys, counter, ref from, ref to);
            if (direction == GcmDirection.Seal)
            {
                hash = Ghash<TAes>.AbsorbBlocks(hash, ref to, GroupBlocks, ref powers);
            }

            from = ref Unsafe.Add(ref from, GroupSize);
            to = ref Unsafe.Add(ref to, GroupSize);
            length -= GroupSize;
        }

        return length == 0 ? hash : CryptTail(direction, counter, hash, source[^length..], destination[^length..]);
    }

    private Vector128<ulong> CryptTail(
        GcmDirection direction, Vector128<uint> counter, Vector128<ulong> hash, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Span<byte> group = stackalloc byte[GroupSize];
        group.Clear();
        source.CopyTo(group);
        ref var start = ref MemoryMarshal.GetReference(group);
        var blocks = (source.Length + 15) / 16;
        if (direction == GcmDirection.Open)
        {
            hash = Ghash<TAes>.AbsorbBlocks(hash, ref start, blocks, ref Powers);
        }

        CryptGroup(ref MemoryMarshal.GetArrayDataReference(_keys), counter, ref start, ref start);
        group[..source.Length].CopyTo(destination);
        if (direction == GcmDirection.Seal)
        {
            group[source.Length..].Clear();
            hash = Ghash<TAes>.AbsorbBlocks(hash, ref start, blocks, ref Powers);
        }

        CryptographicOperations.ZeroMemory(group);
        return hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> CryptGroup(ref Vector128<byte> keys, Vector128<uint> counter, ref byte from, ref byte to)
    {
        // The sum wraps in lane 0 alone, as the mode demands.
        var one = Vector128.CreateScalar(1u);
        var key = keys;
        var b0 = TAes.Reverse((counter += one).AsByte()) ^ key;
        var b1 = TAes.Reverse((counter += one).AsByte()) ^ key;
        var b2 = TAes.Reverse((counter += one).AsByte()) ^ key;
        var b3 = TAes.Reverse((counter += one).AsByte()) ^ key;
        var b4 = TAes.Reverse((counter += one).AsByte()) ^ key;
        var b5 = TAes.Reverse((counter += one).AsByte()) ^ key;
        var b6 = TAes.Reverse((counter += one).AsByte()) ^ key;
        var b7 = TAes.Reverse((counter += one).AsByte()) ^ key;
        for (var round = 1; round < RoundKeyCount - 1; round++)
        {
            key = Unsafe.Add(ref keys, round);
            b0 = TAes.Round(b0, key);
            b1 = TAes.Round(b1, key);
            b2 = TAes.Round(b2, key);
            b3 = TAes.Round(b3, key);
            b4 = TAes.Round(b4, key);
            b5 = TAes.Round(b5, key);
            b6 = TAes.Round(b6, key);
            b7 = TAes.Round(b7, key);
        }

        key = Unsafe.Add(ref keys, RoundKeyCount - 1);
        (TAes.LastRound(b0, key) ^ Vector128.LoadUnsafe(ref from, 0)).StoreUnsafe(ref to, 0);
        (TAes.LastRound(b1, key) ^ Vector128.LoadUnsafe(ref from, 16)).StoreUnsafe(ref to, 16);
        (TAes.LastRound(b2, key) ^ Vector128.LoadUnsafe(ref from, 32)).StoreUnsafe(ref to, 32);
        (TAes.LastRound(b3, key) ^ Vector128.LoadUnsafe(ref from, 48)).StoreUnsafe(ref to, 48);
        (TAes.LastRound(b4, key) ^ Vector128.LoadUnsafe(ref from, 64)).StoreUnsafe(ref to, 64);
        (TAes.LastRound(b5, key) ^ Vector128.LoadUnsafe(ref from, 80)).StoreUnsafe(ref to, 80);
        (TAes.LastRound(b6, key) ^ Vector128.LoadUnsafe(ref from, 96)).StoreUnsafe(ref to, 96);
        (TAes.LastRound(b7, key) ^ Vector128.LoadUnsafe(ref from, 112)).StoreUnsafe(ref to, 112);
        return counter;
    }
}
