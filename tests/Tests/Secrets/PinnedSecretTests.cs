using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Tests.Secrets;

public sealed class PinnedSecretTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static TheoryData<string> Kinds => ["DataKey", "KeyPart", "SecretBytes"];

    [Theory, MemberData(nameof(Kinds))]
    public void Disposal_wipes_the_bytes_and_ends_access(string kind)
    {
        var secret = Make(kind, Bytes);
        var lent = secret.Span;
        Assert.Equal(Bytes, lent);
        secret.Dispose();
        Assert.Equal(-1, lent.IndexOfAnyExcept((byte)0));
        Assert.Throws<ObjectDisposedException>(() => secret.Span.Length);
        secret.Dispose();
    }

    [Theory, MemberData(nameof(Kinds))]
    public void It_is_a_copy_and_prints_nothing(string kind)
    {
        byte[] source = [.. Bytes];
        using var secret = Make(kind, source);
        source.AsSpan().Clear();
        Assert.Equal(Bytes, secret.Span);
        Assert.Equal((kind + "(***)", 32), (secret.ToString(), secret.Length));
    }

    [Fact]
    public void Secrets_are_equal_only_if_every_byte_is()
    {
        using var secret = new SecretBytes(Bytes);
        using var same = new SecretBytes(Bytes);
        Assert.True(secret.FixedTimeEquals(same));
        for (var at = 0; at < Bytes.Length; at++)
        {
            byte[] changed = [.. Bytes];
            changed[at] ^= 0x80;
            using var other = new SecretBytes(changed);
            Assert.False(secret.FixedTimeEquals(other));
        }

        foreach (var length in (int[])[0, 1, 31])
        {
            using var part = new SecretBytes(Bytes.AsSpan(0, length));
            Assert.False(secret.FixedTimeEquals(part));
            Assert.False(part.FixedTimeEquals(secret));
        }
    }

    [Fact]
    public void A_disposed_secret_equals_nothing()
    {
        using var zeros = new SecretBytes(new byte[32]);
        var secret = new SecretBytes(Bytes);
        secret.Dispose();
        Assert.Throws<ObjectDisposedException>(() => secret.FixedTimeEquals(zeros));
        Assert.Throws<ObjectDisposedException>(() => zeros.FixedTimeEquals(secret));
    }

    [Fact]
    public void Created_secrets_are_filled_in_place_and_start_at_their_full_length()
    {
        using var secret = SecretBytes.Create(5, (byte)7, static (span, value) => span.Fill(value));
        Assert.Equal([7, 7, 7, 7, 7], secret.Span.ToArray());
    }

    private static PinnedSecret Make(string kind, byte[] bytes) => kind switch
    {
        "DataKey" => new DataKey(bytes),
        "KeyPart" => new KeyPart(bytes),
        _ => new SecretBytes(bytes),
    };
}
