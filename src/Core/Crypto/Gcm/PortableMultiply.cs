using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace SecretsKit.Core.Crypto.Gcm;

/// <summary>
/// Polynomial products by integer multiplication, without tables or branches, so that time does not depend on the key. Each factor is
/// split into four parts with three empty bits after each kept one. A column of the low 64 bits then sums at most 16 ones, and the only
/// column that reaches 16 is the topmost, whose carry falls out of the word: no sum disturbs its neighbour. The high 64 bits are the
/// low bits of the mirrored product.
/// </summary>
internal readonly struct PortableMultiply : ICarrylessMultiply
{
    private const ulong EveryFourth = 0x1111_1111_1111_1111;

    public static Vector128<ulong> Low(Vector128<ulong> left, Vector128<ulong> right) => Product(left.GetElement(0), right.GetElement(0));

    public static Vector128<ulong> High(Vector128<ulong> left, Vector128<ulong> right) => Product(left.GetElement(1), right.GetElement(1));

    public static Vector128<ulong> Cross(Vector128<ulong> left, Vector128<ulong> right) =>
        Product(left.GetElement(0), right.GetElement(1)) ^ Product(left.GetElement(1), right.GetElement(0));

    public static Vector128<byte> Reverse(Vector128<byte> block)
    {
        var halves = block.AsUInt64();
        return Vector128.Create(
            BinaryPrimitives.ReverseEndianness(halves.GetElement(1)), BinaryPrimitives.ReverseEndianness(halves.GetElement(0))).AsByte();
    }

    private static Vector128<ulong> Product(ulong left, ulong right) =>
        Vector128.Create(LowBits(left, right), Mirror(LowBits(Mirror(left), Mirror(right))) >> 1);

    private static ulong LowBits(ulong left, ulong right)
    {
        ulong l0 = left & EveryFourth, l1 = left & (EveryFourth << 1), l2 = left & (EveryFourth << 2), l3 = left & (EveryFourth << 3);
        ulong r0 = right & EveryFourth, r1 = right & (EveryFourth << 1), r2 = right & (EveryFourth << 2), r3 = right & (EveryFourth << 3);
        var c0 = (l0 * r0) ^ (l1 * r3) ^ (l2 * r2) ^ (l3 * r1);
        var c1 = (l0 * r1) ^ (l1 * r0) ^ (l2 * r3) ^ (l3 * r2);
        var c2 = (l0 * r2) ^ (l1 * r1) ^ (l2 * r0) ^ (l3 * r3);
        var c3 = (l0 * r3) ^ (l1 * r2) ^ (l2 * r1) ^ (l3 * r0);
        return (c0 & EveryFourth) | (c1 & (EveryFourth << 1)) | (c2 & (EveryFourth << 2)) | (c3 & (EveryFourth << 3));
    }

    private static ulong Mirror(ulong bits)
    {
        bits = ((bits >> 1) & 0x5555_5555_5555_5555) | ((bits & 0x5555_5555_5555_5555) << 1);
        bits = ((bits >> 2) & 0x3333_3333_3333_3333) | ((bits & 0x3333_3333_3333_3333) << 2);
        bits = ((bits >> 4) & 0x0F0F_0F0F_0F0F_0F0F) | ((bits & 0x0F0F_0F0F_0F0F_0F0F) << 4);
        return BinaryPrimitives.ReverseEndianness(bits);
    }
}
