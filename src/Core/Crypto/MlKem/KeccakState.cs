using System.Numerics;
using System.Runtime.CompilerServices;

namespace SecretsKit.Core.Crypto.MlKem;

/// <summary>The 25 lanes of Keccak and its permutation (FIPS 202). Branches and addresses do not depend on the lanes.</summary>
[InlineArray(Lanes)]
internal struct KeccakState
{
    private const int Lanes = 25;
    private const int Side = 5;

    private ulong _first;

    // A linear feedback register makes these; FIPS 202, 3.2.5.
    private static ReadOnlySpan<ulong> RoundConstants =>
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    // The step pi is one cycle through all lanes but the first: where each lane goes, and how far rho turns it on the way.
    private static ReadOnlySpan<byte> Cycle => [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    private static ReadOnlySpan<byte> Turns => [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    /// <summary>Applies the 24 rounds.</summary>
    public void Permute()
    {
        Span<ulong> lanes = this;
        foreach (var constant in RoundConstants)
        {
            Mix(lanes);
            Move(lanes);
            for (var row = 0; row < Lanes; row += Side)
            {
                var (a, b, c, d, e) = (lanes[row], lanes[row + 1], lanes[row + 2], lanes[row + 3], lanes[row + 4]);
                lanes[row] = a ^ (~b & c);
                lanes[row + 1] = b ^ (~c & d);
                lanes[row + 2] = c ^ (~d & e);
                lanes[row + 3] = d ^ (~e & a);
                lanes[row + 4] = e ^ (~a & b);
            }

            lanes[0] ^= constant;
        }
    }

    private static void Mix(Span<ulong> lanes)
    {
        var a = lanes[0] ^ lanes[5] ^ lanes[10] ^ lanes[15] ^ lanes[20];
        var b = lanes[1] ^ lanes[6] ^ lanes[11] ^ lanes[16] ^ lanes[21];
        var c = lanes[2] ^ lanes[7] ^ lanes[12] ^ lanes[17] ^ lanes[22];
        var d = lanes[3] ^ lanes[8] ^ lanes[13] ^ lanes[18] ^ lanes[23];
        var e = lanes[4] ^ lanes[9] ^ lanes[14] ^ lanes[19] ^ lanes[24];
        var (onA, onB, onC) = (e ^ BitOperations.RotateLeft(b, 1), a ^ BitOperations.RotateLeft(c, 1), b ^ BitOperations.RotateLeft(d, 1));
        var (onD, onE) = (c ^ BitOperations.RotateLeft(e, 1), d ^ BitOperations.RotateLeft(a, 1));
        for (var row = 0; row < Lanes; row += Side)
        {
            lanes[row] ^= onA;
            lanes[row + 1] ^= onB;
            lanes[row + 2] ^= onC;
            lanes[row + 3] ^= onD;
            lanes[row + 4] ^= onE;
        }
    }

    private static void Move(Span<ulong> lanes)
    {
        var moving = lanes[1];
        for (var i = 0; i < Cycle.Length; i++)
        {
            var target = Cycle[i];
            (moving, lanes[target]) = (lanes[target], BitOperations.RotateLeft(moving, Turns[i]));
        }
    }
}
