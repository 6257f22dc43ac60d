using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class RandomSourceTests
{
    [Fact]
    public void Nothing_is_given_out_twice()
    {
        // More than one pool holds, in sizes that do not divide it.
        var seen = new HashSet<Int128>();
        for (var i = 0; i < 1_000; i++)
        {
            var bytes = new byte[33];
            RandomSource.System(bytes);
            Assert.True(seen.Add(BitConverter.ToInt128(bytes)) && seen.Add(BitConverter.ToInt128(bytes, 17)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(10_000)]
    public void Fills_exactly_the_buffer(int length)
    {
        var buffer = new byte[length + 32];
        RandomSource.System(buffer.AsSpan(16, length));
        Assert.All(buffer[..16], b => Assert.Equal(0, b));
        Assert.All(buffer[(16 + length)..], b => Assert.Equal(0, b));
        Assert.True(length < 16 || buffer[16..32].Distinct().Count() > 4);
    }

    [Fact]
    public void Reading_ahead_gives_each_byte_of_the_source_once()
    {
        List<byte> drawn = [];
        var random = RandomSource.ReadAhead(destination =>
        {
            for (var i = 0; i < destination.Length; i++)
            {
                destination[i] = (byte)((drawn.Count * 7) + (drawn.Count >> 8));
                drawn.Add(destination[i]);
            }
        });
        List<byte> given = [];
        for (var i = 0; i < 16; i++)
        {
            var bytes = new byte[256];
            random(bytes);
            given.AddRange(bytes);
        }

        Assert.Equal(drawn.Order(), given.Order());
    }

    [Fact]
    public unsafe void What_was_given_out_is_gone_from_the_pool()
    {
        // The pool's array is pinned, so that it stays where the source saw it.
        byte* pool = null;
        var length = 0;
        var random = RandomSource.ReadAhead(destination =>
        {
            destination.Fill(0x5A);
            length = destination.Length;
            fixed (byte* start = destination)
            {
                pool = start;
            }
        });
        random(new byte[32]);
        random(new byte[7]);
        Assert.Equal(39, new ReadOnlySpan<byte>(pool, length).Count((byte)0));
        GC.KeepAlive(random);
    }

    [Fact]
    public void A_failing_source_leaves_nothing_to_give_out()
    {
        var random = RandomSource.ReadAhead(_ => throw new InvalidOperationException("no entropy"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<InvalidOperationException>(() => random(new byte[32]));
        }
    }

    [Fact]
    public void A_source_that_fails_later_on_leaves_nothing_either()
    {
        var fails = false;
        var random = RandomSource.ReadAhead(destination =>
        {
            if (fails)
            {
                throw new InvalidOperationException("no entropy");
            }

            destination.Fill(1);
        });
        random(new byte[200]);
        fails = true;
        for (var drawn = 200; drawn + 200 <= 4_096; drawn += 200)
        {
            random(new byte[200]);
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.Throws<InvalidOperationException>(() => random(new byte[200]));
            Assert.Throws<InvalidOperationException>(() => random(new byte[1]));
        }
    }
}
