using System.Globalization;
using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Tests.Text;

/// <summary>Characters are those of Unicode 15.0, whatever the platform knows.</summary>
public sealed class GoUnicodeTests
{
    [Theory]
    [InlineData(0x13582, "\"\\U00013582\"")]
    [InlineData(0x1C89, "\"\\u1c89\"")]
    [InlineData(0x2EBF0, "\"\\U0002ebf0\"")]
    [InlineData(0x2B739, "\"\U0002B739\"")]
    [InlineData(0x1FAE8, "\"\U0001FAE8\"")]
    [InlineData(0x323AF, "\"\U000323AF\"")]
    public void What_was_assigned_later_is_not_printable(int codePoint, string quoted) =>
        Assert.Equal(quoted, GoQuote.Format(char.ConvertFromUtf32(codePoint)));

    [Theory]
    [InlineData(0x19B)]
    [InlineData(0x264)]
    [InlineData(0x1C8A)]
    public void Letters_keep_to_the_cases_they_had(int codePoint)
    {
        Assert.Equal(new Rune(codePoint), GoUnicode.ToUpper(new Rune(codePoint)));
        Assert.Equal(new Rune(codePoint), GoUnicode.ToLower(new Rune(codePoint)));
        Assert.False(
            Re2.Compile($@"(?i)^[\x{{{codePoint:X}}}]$")
                .IsMatch(Encoding.UTF8.GetBytes(new Rune(codePoint == 0x19B ? 0xA7DC : 0xA7CB).ToString())));
    }

    [Fact]
    public void Classes_leave_out_what_came_later()
    {
        Assert.Equal(UnicodeCategory.OtherNotAssigned, GoUnicode.CategoryOf(0x10D40));
        Assert.True(Re2.Compile(@"^\p{Cn}$").IsMatch("\U00010D40"u8));
        Assert.False(Re2.Compile(@"^\pN$").IsMatch("\U00010D40"u8));
    }
}
