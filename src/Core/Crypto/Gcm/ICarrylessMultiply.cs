using System.Runtime.Intrinsics;

namespace SecretsKit.Core.Crypto.Gcm;

/// <summary>
/// Products of 64-bit polynomials over GF(2), and the byte order change that GHASH needs around them. Lane 0 is the low half.
/// </summary>
internal interface ICarrylessMultiply
{
    /// <summary>Low half times low half.</summary>
    static abstract Vector128<ulong> Low(Vector128<ulong> left, Vector128<ulong> right);

    /// <summary>High half times high half.</summary>
    static abstract Vector128<ulong> High(Vector128<ulong> left, Vector128<ulong> right);

    /// <summary>The sum of both products of unlike halves.</summary>
    static abstract Vector128<ulong> Cross(Vector128<ulong> left, Vector128<ulong> right);

    /// <summary>The 16 bytes in reverse order.</summary>
    static abstract Vector128<byte> Reverse(Vector128<byte> block);
}

/// <summary>One round of AES on top of it, as the processor offers it.</summary>
internal interface IAesInstructions : ICarrylessMultiply
{
    /// <summary>Whether this processor has every instruction that the members use.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>ShiftRows, SubBytes, MixColumns, then the round key.</summary>
    static abstract Vector128<byte> Round(Vector128<byte> state, Vector128<byte> key);

    /// <summary>ShiftRows, SubBytes, then the round key.</summary>
    static abstract Vector128<byte> LastRound(Vector128<byte> state, Vector128<byte> key);
}
