using SecretsKit.Core.Documents.Yaml.Reading;

namespace SecretsKit.Tests.Documents.Yaml;

/// <summary>The vectorised search against its definition: YAML 1.2, production 126 to 130, of the block context.</summary>
public sealed class PlainRunTests
{
    private const int LongestText = 70;

    [Fact]
    public void Every_byte_stops_it_or_does_not_wherever_it_is()
    {
        for (var value = 0; value <= byte.MaxValue; value++)
        {
            for (var length = 1; length <= LongestText; length++)
            {
                var text = new byte[length];
                Array.Fill(text, (byte)'x');
                text[length - 1] = (byte)value;
                Assert.Equal(Stops((byte)value) ? length - 1 : length, PlainRun.LengthOf(text));
            }
        }
    }

    [Fact]
    public void The_first_stop_counts()
    {
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var text = new byte[random.Next(LongestText)];
            random.NextBytes(text);
            var first = Array.FindIndex(text, Stops);
            Assert.Equal(first < 0 ? text.Length : first, PlainRun.LengthOf(text));
        }
    }

    private static bool Stops(byte value) => value is <= 0x20 or 0x3A or 0xC2 or 0xE2;
}
