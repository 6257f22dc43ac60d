using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace SecretsKit.Core.Crypto.Gcm;

/// <summary>
/// The AES extension of Armv8, whose AESE adds its key before the substitution: a zero key there
/// and the real one after gives the x86 order.
/// </summary>
internal readonly struct ArmInstructions : IAesInstructions
{
    public static bool IsSupported => Aes.IsSupported && AdvSimd.Arm64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Round(Vector128<byte> state, Vector128<byte> key) =>
        Aes.MixColumns(Aes.Encrypt(state, Vector128<byte>.Zero)) ^ key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LastRound(Vector128<byte> state, Vector128<byte> key) => Aes.Encrypt(state, Vector128<byte>.Zero) ^ key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Low(Vector128<ulong> left, Vector128<ulong> right) =>
        Aes.PolynomialMultiplyWideningLower(left.GetLower(), right.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> High(Vector128<ulong> left, Vector128<ulong> right) => Aes.PolynomialMultiplyWideningUpper(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Cross(Vector128<ulong> left, Vector128<ulong> right) =>
        Aes.PolynomialMultiplyWideningLower(left.GetLower(), right.GetUpper())
        ^ Aes.PolynomialMultiplyWideningLower(left.GetUpper(), right.GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Reverse(Vector128<byte> block)
    {
        var halves = AdvSimd.ReverseElement8(block.AsUInt64());
        return AdvSimd.ExtractVector128(halves, halves, 1).AsByte();
    }
}
