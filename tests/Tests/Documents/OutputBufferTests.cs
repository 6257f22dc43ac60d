using System.Buffers;
using SecretsKit.Core.Documents;

namespace SecretsKit.Tests.Documents;

public sealed class OutputBufferTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(4096, 1)]
    [InlineData(4097, 100)]
    [InlineData(300_000, 7)]
    [InlineData(300_000, 16_384)]
    [InlineData(300_000, 100_000)]
    public void Gives_back_what_was_written(int length, int step)
    {
        var expected = Enumerable.Range(0, length).Select(i => (byte)(i * 31)).ToArray();
        using var buffer = new OutputBuffer();
        for (var at = 0; at < length; at += step)
        {
            buffer.Write(expected.AsSpan(at, Math.Min(step, length - at)));
        }

        Assert.Equal(expected, buffer.ToArray());
        Assert.Equal(expected, buffer.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Lends_as_much_as_is_asked_for(int hint)
    {
        using var buffer = new OutputBuffer();
        buffer.Write(new byte[4_000]);
        Assert.InRange(buffer.GetSpan(hint).Length, Math.Max(hint, 1), int.MaxValue);
        buffer.Advance(hint);
        Assert.Equal(4_000 + hint, buffer.ToArray().Length);
    }

    [Fact]
    public void Cannot_be_advanced_past_what_was_lent()
    {
        using var buffer = new OutputBuffer();
        var lent = buffer.GetSpan().Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(lent + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
    }

    [Fact]
    public void Disposal_wipes_every_piece()
    {
        List<Memory<byte>> pieces = [];
        var buffer = new OutputBuffer();
        for (var i = 0; i < 3; i++)
        {
            var piece = buffer.GetMemory(70_000);
            piece.Span.Fill(0xAA);
            buffer.Advance(piece.Length);
            pieces.Add(piece);
        }

        buffer.Dispose();
        Assert.All(pieces, piece => Assert.True(piece.Span.IndexOfAnyExcept((byte)0) < 0));
        Assert.Empty(buffer.ToArray());
    }
}
