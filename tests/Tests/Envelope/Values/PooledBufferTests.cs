using System.Buffers;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Envelope.Values;

/// <summary>Arrays go back to the pool without the plaintext that they held.</summary>
public sealed class PooledBufferTests
{
    private static readonly byte[] Canary = Encoding.ASCII.GetBytes("canary-7f3a");

    [Fact]
    public void Of_a_number_that_is_decrypted()
    {
        using var key = DataKey.Generate(RandomSource.System);
        using var cipher = new ValueCipher(key, RandomSource.System);
        var text = cipher.Encrypt(Leaves.Of("str", Long()), "a:"u8).RevealText().Replace("type:str", "type:int", StringComparison.Ordinal);
        ForgetPools();
        Assert.Throws<SecretsKitException>(() => cipher.Decrypt(new(text), "a:"u8));
        AssertNothingIsLeft();
    }

    [Fact]
    public void Of_a_value_whose_IV_is_remembered_and_looked_up()
    {
        using var key = DataKey.Generate(RandomSource.System);
        using var stash = new IvStash(RandomSource.System);
        using var cipher = new ValueCipher(key, RandomSource.System, stash);
        var text = cipher.Encrypt(Leaves.Of("str", Long()), "a:"u8);
        ForgetPools();
        cipher.Decrypt(text, "a:"u8);
        AssertNothingIsLeft();
        ForgetPools();
        cipher.Encrypt(Leaves.Of("str", Long()), "a:"u8);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_test_would_find_it()
    {
        ForgetPools();
        var rented = ArrayPool<byte>.Shared.Rent(3_000);
        Canary.CopyTo(rented, 100);
        ArrayPool<byte>.Shared.Return(rented);
        Assert.Contains(Lengths, Holds);
        ForgetPools();
    }

    private static int[] Lengths => [512, 1024, 2048, 4096, 8192, 16_384];

    // Longer than the buffers on the stack.
    private static string Long() => string.Concat(Enumerable.Repeat(Encoding.ASCII.GetString(Canary), 300));

    private static void ForgetPools() => Array.ForEach(Lengths, length => Take(length, clears: true));

    private static void AssertNothingIsLeft() => Assert.DoesNotContain(Lengths, Holds);

    private static bool Holds(int length) => Take(length, clears: false);

    // The pool keeps one array of a length for the thread and a few for each processor: more of them than one call gives back.
    private static bool Take(int length, bool clears)
    {
        var rented = Enumerable.Range(0, 8).Select(_ => ArrayPool<byte>.Shared.Rent(length)).ToList();
        var found = rented.Exists(array => array.AsSpan().IndexOf(Canary) >= 0);
        rented.ForEach(array => ArrayPool<byte>.Shared.Return(array, clears));
        return found;
    }
}
