using System.Buffers.Binary;

namespace SecretsKit.Core.Text;

/// <summary>
/// The hash of short byte strings, such as keys of maps. Differs from process to process, so that nobody can prepare keys that collide;
/// it is no cryptographic hash.
/// </summary>
internal static class ByteHash
{
    private const ulong Multiplier = 0xA0761D6478BD642F;

    // The platform's own hash is seeded at random.
    private static readonly ulong Seed = ((ulong)(uint)HashCode.Combine(1) << 32) | (uint)HashCode.Combine(2);

    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ (ulong)bytes.Length;
        while (bytes.Length > 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        hash = Mix(hash ^ Tail(bytes));
        return (int)(hash ^ (hash >> 32));
    }

    // Up to eight bytes; the overlap is no loss since the length is part of the hash.
    private static ulong Tail(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        8 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        >= 4 => ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]),
        > 0 => ((ulong)bytes[0] << 16) | ((ulong)bytes[bytes.Length >> 1] << 8) | bytes[^1],
        _ => 0,
    };

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}
