using System.Text;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Tests.Envelope.Values;

public sealed class GoBase64Tests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("UQ==", "Q")]
    [InlineData("UXU=", "Qu")]
    [InlineData("UXVh", "Qua")]
    [InlineData("UXVheQ==", "Quay")]
    [InlineData("UR==", "Q")] // Unused bits need not be zero.
    [InlineData("\r\nUX\r\n\nVh\r", "Qua")]
    [InlineData("UQ\n=\r=\n", "Q")]
    [InlineData("\r", "")]
    public void Decodes_what_go_decodes(string text, string expected)
    {
        var (decoded, _) = Decode(text);
        Assert.Equal(expected, decoded);
    }

    // The offset of the offending byte; for a text that ends early, of the unfinished group; after a lone pad, see the rows.
    [Theory]
    [InlineData("U", 0)]
    [InlineData("UX", 0)]
    [InlineData("UXV", 0)]
    [InlineData("UXVhe", 4)]
    [InlineData("UXVh\reX", 5)]
    [InlineData("=", 0)]
    [InlineData("U=", 1)]
    [InlineData("U===", 1)]
    [InlineData("UQ=", 3)]
    [InlineData("UQ=\r", 4)]
    [InlineData("UQ=x", 2)]
    [InlineData("UQ=\rx", 3)]
    [InlineData("UQ==x", 4)]
    [InlineData("UQ==\rx", 5)]
    [InlineData("UXU=UXU=", 4)]
    [InlineData("UXU==", 4)]
    [InlineData("UX h", 2)]
    [InlineData("UX\th", 2)]
    [InlineData("    ", 0)]
    [InlineData("UXVh    ", 4)]
    [InlineData("UX-h", 2)]
    [InlineData("UX_h", 2)]
    [InlineData("UXVhUXVhUXVhUXVhUXVhUXVhUXVhUXVhUXVhUXVh*XVh", 40)]
    public void Names_the_offset_that_go_names(string text, int expected)
    {
        var (decoded, offset) = Decode(text);
        Assert.Null(decoded);
        Assert.Equal(expected, offset);
    }

    [Fact]
    public void Line_breaks_anywhere_change_nothing()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(70)];
            random.NextBytes(bytes);
            var text = new StringBuilder(Convert.ToBase64String(bytes));
            for (var breaks = random.Next(4); breaks > 0; breaks--)
            {
                text.Insert(random.Next(text.Length + 1), random.Next(2) == 0 ? '\r' : '\n');
            }

            var output = new byte[GoBase64.MaxDecodedLength(text.Length)];
            Assert.True(GoBase64.TryDecode(Encoding.ASCII.GetBytes(text.ToString()), output, out var written, out _));
            Assert.Equal(bytes, output[..written]);
        }
    }

    private static (string? Text, int Offset) Decode(string text)
    {
        var output = new byte[GoBase64.MaxDecodedLength(text.Length)];
        var decoded = GoBase64.TryDecode(Encoding.ASCII.GetBytes(text), output, out var written, out var offset);
        return (decoded ? Encoding.ASCII.GetString(output, 0, written) : null, offset);
    }
}
