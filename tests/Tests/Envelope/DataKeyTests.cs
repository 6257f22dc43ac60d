using SecretsKit.Core.Envelope;

namespace SecretsKit.Tests.Envelope;

public sealed class DataKeyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void A_key_has_32_bytes_and_no_other_number(int length) => Assert.Throws<ArgumentException>(() => new DataKey(new byte[length]));

    [Fact]
    public void A_fresh_key_is_random_throughout()
    {
        using var key = DataKey.Generate(span =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (byte)(i + 1);
            }
        });
        Assert.Equal(Enumerable.Range(1, 32).Select(i => (byte)i), key.Span.ToArray());
    }
}
