using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SecretsKit.Core.Crypto.Gcm;

/// <summary>The key expansion of AES-256 (FIPS 197, 5.2).</summary>
internal static class AesKeySchedule<TAes>
    where TAes : struct, IAesInstructions
{
    public const int Rounds = 14;
    public const int KeySize = 32;
    private const int KeyWords = KeySize / 4;

    /// <summary>Writes the round keys, one per round and the initial one.</summary>
    public static void Expand(ReadOnlySpan<byte> key, Span<Vector128<byte>> roundKeys)
    {
        var words = MemoryMarshal.Cast<Vector128<byte>, uint>(roundKeys);
        MemoryMarshal.Cast<byte, uint>(key).CopyTo(words);
        uint roundConstant = 1;
        for (var i = KeyWords; i < words.Length; i++)
        {
            var word = words[i - 1];
            if (i % KeyWords == 0)
            {
                word = Substitute(BitOperations.RotateRight(word, 8)) ^ roundConstant;
                roundConstant <<= 1;
            }
            else if (i % KeyWords == 4)
            {
                word = Substitute(word);
            }

            words[i] = words[i - KeyWords] ^ word;
        }
    }

    // With four equal columns ShiftRows changes nothing, so the last round is the substitution alone: no table that a cache could betray.
    private static uint Substitute(uint word) =>
        TAes.LastRound(Vector128.Create(word).AsByte(), Vector128<byte>.Zero).AsUInt32().ToScalar();
}
