using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.MlKem;

/// <summary>
/// SHA-3 and SHAKE (FIPS 202). Our own, because the platform has them only where OpenSSL 1.1.1 or Windows 11 is, and its first use loads
/// OpenSSL (see <see cref="ChaChaPoly"/>), while all that is hashed here are a few kilobytes for each file key.
/// Absorb everything, then squeeze; dispose to wipe the state.
/// </summary>
internal ref struct KeccakSponge : IDisposable
{
    private const byte FixedLengthDomain = 0x06;
    private const byte ExtendableDomain = 0x1F;
    private const int LaneSize = sizeof(ulong);

    private readonly int _rate;
    private readonly byte _domain;
    private KeccakState _state;
    private int _at;
    private bool _squeezing;

    private KeccakSponge(int securityBits, byte domain)
    {
        _rate = (1600 - (2 * securityBits)) / 8;
        _domain = domain;
    }

    /// <summary>SHA3-224 of an input into 28 bytes.</summary>
    public static void Sha3Of224(ReadOnlySpan<byte> input, Span<byte> digest) =>
        Run(new KeccakSponge(224, FixedLengthDomain), input, [], digest[..28]);

    /// <summary>SHA3-256 of the concatenation of two inputs into 32 bytes.</summary>
    public static void Sha3Of256(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest) =>
        Run(new KeccakSponge(256, FixedLengthDomain), first, second, digest[..32]);

    /// <summary>SHA3-512 of the concatenation of two inputs into 64 bytes.</summary>
    public static void Sha3Of512(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> digest) =>
        Run(new KeccakSponge(512, FixedLengthDomain), first, second, digest[..64]);

    /// <summary>SHAKE-256 of the concatenation of two inputs, as long as <paramref name="output"/>.</summary>
    public static void Shake256(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> output) =>
        Run(new KeccakSponge(256, ExtendableDomain), first, second, output);

    /// <summary>SHAKE-128, to be read piece by piece.</summary>
    public static KeccakSponge CreateShake128() => new(128, ExtendableDomain);

    /// <summary>Takes input in.</summary>
    public void Absorb(scoped ReadOnlySpan<byte> input)
    {
        foreach (var value in input)
        {
            Add(_at++, value);
            if (_at == _rate)
            {
                _state.Permute();
                _at = 0;
            }
        }
    }

    /// <summary>Fills <paramref name="output"/>; goes on where the last call ended.</summary>
    public void Squeeze(scoped Span<byte> output)
    {
        if (!_squeezing)
        {
            Add(_at, _domain);
            Add(_rate - 1, 0x80);
            _at = _rate;
            _squeezing = true;
        }

        Span<byte> lane = stackalloc byte[LaneSize];
        for (var i = 0; i < output.Length; i++, _at++)
        {
            if (_at == _rate)
            {
                _state.Permute();
                _at = 0;
            }

            if (i == 0 || _at % LaneSize == 0)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(lane, _state[_at / LaneSize]);
            }

            output[i] = lane[_at % LaneSize];
        }

        CryptographicOperations.ZeroMemory(lane);
    }

    /// <summary>Wipes the state.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes((Span<ulong>)_state));

    private static void Run(KeccakSponge sponge, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> output)
    {
        sponge.Absorb(first);
        sponge.Absorb(second);
        sponge.Squeeze(output);
        sponge.Dispose();
    }

    private void Add(int at, byte value) => _state[at / LaneSize] ^= (ulong)value << (8 * (at % LaneSize));
}
