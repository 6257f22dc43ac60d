using SecretsKit.Platform;

namespace SecretsKit.Tests.Platform;

public sealed class KernelRandomTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(4096)]
    [InlineData(5000)]
    public void Fills_exactly_the_buffer(int length)
    {
        var buffer = new byte[length + 32];
        KernelRandom.Fill(buffer.AsSpan(16, length));
        Assert.All(buffer[..16], b => Assert.Equal(0, b));
        Assert.All(buffer[(16 + length)..], b => Assert.Equal(0, b));
        // A chunk that was left out would be zeros; 32 of them by chance come once in 2^256.
        Assert.DoesNotContain(buffer[16..(16 + length)].Chunk(32), chunk => chunk.Length == 32 && chunk.All(b => b == 0));
    }

    [Fact]
    public void Names_are_random_uuids_of_version_4()
    {
        for (var i = 0; i < 100; i++)
        {
            var guid = Guid.ParseExact(KernelRandom.NewName(), "N");
            Assert.Equal((4, 2), (guid.Version, guid.Variant >> 2));
        }
    }

    [Fact]
    public void Nothing_is_given_out_twice()
    {
        var seen = new HashSet<Int128>();
        for (var i = 0; i < 1_000; i++)
        {
            var bytes = new byte[16];
            KernelRandom.Fill(bytes);
            Assert.True(seen.Add(BitConverter.ToInt128(bytes)));
        }
    }
}
