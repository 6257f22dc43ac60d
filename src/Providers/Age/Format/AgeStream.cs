using System.Buffers.Binary;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Providers.Age.Format;

/// <summary>
/// The payload of an age file: chunks of 64 KiB, each sealed under its number and a flag on the last one, so that none can be
/// dropped, moved or appended. A key is used for one payload only, which is what makes counted nonces safe.
/// </summary>
internal static class AgeStream
{
    private const int ChunkSize = 64 * 1024;
    private const int SealedSize = ChunkSize + ChaChaPoly.TagSize;

    /// <summary>Encrypts; the result is as long as the plaintext and a tag per chunk.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext)
    {
        var chunks = Math.Max(1, (plaintext.Length + ChunkSize - 1) / ChunkSize);
        var result = new byte[plaintext.Length + (chunks * ChaChaPoly.TagSize)];
        Span<byte> nonce = stackalloc byte[ChaChaPoly.NonceSize];
        for (var i = 0; i < chunks; i++)
        {
            var chunk = plaintext[(i * ChunkSize)..Math.Min((i + 1) * ChunkSize, plaintext.Length)];
            SetNonce(nonce, i, i == chunks - 1);
            ChaChaPoly.Seal(key, nonce, chunk, result.AsSpan(i * SealedSize, chunk.Length + ChaChaPoly.TagSize));
        }

        return result;
    }

    /// <summary>Decrypts what is left of <paramref name="input"/>.</summary>
    /// <returns>The plaintext, pinned; the caller wipes it.</returns>
    /// <exception cref="AgeException">
    /// <see cref="AgeFailure.Payload"/> or <see cref="AgeFailure.Armor"/>. No plaintext is released.
    /// </exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> key, AgeInput input)
    {
        var result = GC.AllocateUninitializedArray<byte>(PlainLength(input.Rest.Length), pinned: true);
        var done = false;
        try
        {
            var written = 0;
            for (var number = 0; ; number++)
            {
                var (taken, last) = DecryptChunk(key, input, number, result.AsSpan(written));
                written += taken;
                if (last)
                {
                    done = true;
                    return written == result.Length ? result : result[..written];
                }
            }
        }
        finally
        {
            if (!done)
            {
                CryptographicOperations.ZeroMemory(result);
            }
        }
    }

    private static int PlainLength(int sealedLength)
    {
        var (full, rest) = (sealedLength / SealedSize, sealedLength % SealedSize);
        return (full * ChunkSize) + Math.Max(0, rest - ChaChaPoly.TagSize);
    }

    private static (int Length, bool Last) DecryptChunk(ReadOnlySpan<byte> key, AgeInput input, int number, Span<byte> output)
    {
        Span<byte> nonce = stackalloc byte[ChaChaPoly.NonceSize];
        if (input.Rest.Length >= SealedSize)
        {
            var chunk = input.Rest.Span[..SealedSize];
            input.Advance(SealedSize);
            SetNonce(nonce, number, last: false);
            if (ChaChaPoly.TryOpen(key, nonce, chunk, output[..ChunkSize]))
            {
                return (ChunkSize, false);
            }

            SetNonce(nonce, number, last: true);
            if (!ChaChaPoly.TryOpen(key, nonce, chunk, output[..ChunkSize]))
            {
                throw Damaged();
            }

            CheckEnd(input);
            return (ChunkSize, true);
        }

        // Whether this is the last chunk cannot be known when the armor breaks behind it.
        if (input.ArmorError is not null || input.Rest.IsEmpty)
        {
            throw input.Ended(AgeFailure.Payload, "", "unexpected EOF");
        }

        var length = input.Rest.Length - ChaChaPoly.TagSize;
        if (length == 0 && number > 0)
        {
            throw new AgeException(AgeFailure.Payload, "last chunk is empty, try age v1.0.0, and please consider reporting this");
        }

        SetNonce(nonce, number, last: true);
        return length >= 0 && ChaChaPoly.TryOpen(key, nonce, input.Rest.Span, output[..length]) ? (length, true) : throw Damaged();
    }

    private static void CheckEnd(AgeInput input)
    {
        if (!input.Rest.IsEmpty)
        {
            throw new AgeException(AgeFailure.Payload, "trailing data after end of encrypted file");
        }

        if (input.ArmorError is not null)
        {
            throw input.Ended(AgeFailure.Armor, "non-EOF error reading after end of encrypted file: ");
        }
    }

    private static void SetNonce(Span<byte> nonce, int number, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt32BigEndian(nonce[7..], number);
        nonce[11] = last ? (byte)1 : (byte)0;
    }

    private static AgeException Damaged() =>
        new(AgeFailure.Payload, "failed to decrypt and authenticate payload chunk, file may be corrupted or tampered with");
}
