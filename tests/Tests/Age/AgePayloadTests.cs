using System.Buffers.Binary;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Tests.Age;

/// <summary>The chunks of a payload: none can be changed, dropped, moved, repeated or appended.</summary>
public sealed class AgePayloadTests
{
    private const int Chunk = 64 * 1024;
    private const int Sealed = Chunk + ChaChaPoly.TagSize;
    private const string Damaged = "failed to decrypt and authenticate payload chunk, file may be corrupted or tampered with";
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(Chunk - 1, 1)]
    [InlineData(Chunk, 1)]
    [InlineData(Chunk + 1, 2)]
    [InlineData(2 * Chunk, 2)]
    [InlineData((2 * Chunk) + 1, 3)]
    public void Chunks_are_full_but_the_last(int length, int chunks)
    {
        var plaintext = Plain(length);
        var payload = AgeStream.Encrypt(Key, plaintext);
        Assert.Equal(length + (chunks * ChaChaPoly.TagSize), payload.Length);
        Assert.Equal(plaintext, Open(payload));

        // Each chunk has its number and a mark of the last one in its nonce, as the format says.
        for (var i = 0; i < chunks; i++)
        {
            var chunk = payload.AsSpan(i * Sealed, Math.Min(Sealed, payload.Length - (i * Sealed)));
            Assert.True(ChaChaPoly.TryOpen(Key, Nonce(i, i == chunks - 1), chunk, new byte[chunk.Length - ChaChaPoly.TagSize]));
        }
    }

    [Fact]
    public void Chunks_stay_where_they_are()
    {
        var payload = AgeStream.Encrypt(Key, Plain((2 * Chunk) + 10));
        byte[] first = payload[..Sealed], second = payload[Sealed..(2 * Sealed)], last = payload[(2 * Sealed)..];
        Assert.Equal(Damaged, Refusal([.. second, .. first, .. last]));
        Assert.Equal(Damaged, Refusal([.. first, .. first, .. last]));
        Assert.Equal(Damaged, Refusal([.. first, .. last]));
        Assert.Equal(Damaged, Refusal([.. second, .. last]));
        Assert.Equal(Damaged, Refusal(last));
        Assert.Equal("unexpected EOF", Refusal([.. first, .. second]));
        Assert.Equal("unexpected EOF", Refusal(first));
        Assert.Equal("unexpected EOF", Refusal([]));
        Assert.Equal(Damaged, Refusal(payload[..^1]));
        Assert.Equal(Damaged, Refusal([.. payload, 0]));
        Assert.Equal(Damaged, Refusal(payload[..15]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Sealed)]
    public void Nothing_follows_a_full_last_chunk(int length)
    {
        var payload = AgeStream.Encrypt(Key, Plain(Chunk));
        Assert.Equal("trailing data after end of encrypted file", Refusal([.. payload, .. new byte[length]]));
    }

    [Fact]
    public void The_last_chunk_is_empty_only_where_it_is_the_first()
    {
        var full = new byte[Sealed];
        var empty = new byte[ChaChaPoly.TagSize];
        ChaChaPoly.Seal(Key, Nonce(0, last: false), new byte[Chunk], full);
        ChaChaPoly.Seal(Key, Nonce(1, last: true), [], empty);
        Assert.StartsWith("last chunk is empty", Refusal([.. full, .. empty]), StringComparison.Ordinal);
        ChaChaPoly.Seal(Key, Nonce(0, last: true), [], empty);
        Assert.Empty(Open(empty));
    }

    [Fact]
    public void A_short_chunk_must_be_marked_as_the_last()
    {
        var chunk = new byte[10 + ChaChaPoly.TagSize];
        ChaChaPoly.Seal(Key, Nonce(0, last: false), new byte[10], chunk);
        Assert.Equal(Damaged, Refusal(chunk));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Chunk)]
    [InlineData(Sealed - 1)]
    [InlineData(Sealed)]
    [InlineData(Sealed + 9)]
    [InlineData(Sealed + 25)]
    public void A_changed_byte_is_noticed(int at)
    {
        var payload = AgeStream.Encrypt(Key, Plain(Chunk + 10));
        payload[at] ^= 1;
        Assert.Equal(Damaged, Refusal(payload));
    }

    private static byte[] Plain(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];

    private static byte[] Nonce(int number, bool last)
    {
        var nonce = new byte[ChaChaPoly.NonceSize];
        BinaryPrimitives.WriteInt32BigEndian(nonce.AsSpan(7), number);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }

    private static byte[] Open(byte[] payload) => AgeStream.Decrypt(Key, new AgeInput(payload, armorError: null));

    private static string Refusal(byte[] payload)
    {
        var refusal = Assert.Throws<AgeException>(() => Open(payload));
        Assert.Equal(AgeFailure.Payload, refusal.Failure);
        return refusal.Message;
    }
}
