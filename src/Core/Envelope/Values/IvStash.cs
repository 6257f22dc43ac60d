using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Core.Envelope.Values;

/// <summary>
/// Remembers which IV each decrypted value had, so that a value that did not change encrypts to the same text again and files differ
/// only where their content does (spec sops.md 2.4). Entries are found by a keyed digest: no plaintext stays here. One stash serves
/// one command; it may serve two ciphers in turn when the data key is rotated. Not safe for concurrent use.
/// </summary>
public sealed class IvStash : IDisposable
{
    private const int HeaderSize = 16;

    private readonly Dictionary<UInt128, Iv> _ivs = [];
    private readonly AnyNonceAesGcm _digest;

    /// <summary>An empty stash.</summary>
    /// <param name="random">Asked once for the 32 bytes of the digest's key, which never show in any output.</param>
    public IvStash(RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<byte> key = stackalloc byte[AnyNonceAesGcm.KeySize];
        random(key);
        _digest = new(key);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Forgets everything and wipes the digest's key.</summary>
    public void Dispose()
    {
        _ivs.Clear();
        _digest.Dispose();
    }

    /// <summary>The number of entries, never their content.</summary>
    public override string ToString() => $"IvStash({_ivs.Count} values)";

    internal void Remember(ReadOnlySpan<byte> additionalData, ScalarType type, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> iv)
    {
        // Only IVs of the length that writers use. The last one wins where equal values share a path, as items of a list do.
        if (iv.Length == ValueCipher.IvSize)
        {
            var entry = default(Iv);
            iv.CopyTo(entry);
            _ivs[DigestOf(additionalData, type, plaintext)] = entry;
        }
    }

    internal bool TryRecall(ReadOnlySpan<byte> additionalData, ScalarType type, ReadOnlySpan<byte> plaintext, Span<byte> iv)
    {
        if (_ivs.Count == 0 || !_ivs.TryGetValue(DigestOf(additionalData, type, plaintext), out var entry))
        {
            return false;
        }

        ((ReadOnlySpan<byte>)entry).CopyTo(iv);
        return true;
    }

    // The tag of an empty message under a nonce that is not 12 bytes long is E(GHASH(nonce)): a universal hash under a block cipher,
    // which is a pseudorandom function of the nonce. Lengths in front make the parts unambiguous.
    private UInt128 DigestOf(ReadOnlySpan<byte> additionalData, ScalarType type, ReadOnlySpan<byte> plaintext)
    {
        var length = checked(HeaderSize + additionalData.Length + plaintext.Length);
        byte[]? rented = null;
        var input = length <= 512 ? stackalloc byte[512] : rented = ArrayPool<byte>.Shared.Rent(length);
        input = input[..length];
        try
        {
            input[..HeaderSize].Clear();
            BitConverter.TryWriteBytes(input, additionalData.Length);
            input[HeaderSize - 1] = (byte)type;
            additionalData.CopyTo(input[HeaderSize..]);
            plaintext.CopyTo(input[(HeaderSize + additionalData.Length)..]);
            Span<byte> tag = stackalloc byte[AnyNonceAesGcm.TagSize];
            _digest.Seal(input, default, default, tag, default);
            return Unsafe.ReadUnaligned<UInt128>(ref tag[0]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    [InlineArray(ValueCipher.IvSize)]
    private struct Iv
    {
        private byte _first;
    }
}
