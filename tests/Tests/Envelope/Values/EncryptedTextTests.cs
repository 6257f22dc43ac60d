using System.Text;
using System.Text.RegularExpressions;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Tests.Envelope.Values;

public sealed class EncryptedTextTests
{
    // The reference's pattern. .NET's matcher backtracks to the same leftmost, greedy match that RE2 reports.
    private static readonly Regex Reference = new(
        @"\AENC\[AES256_GCM,data:(.+),iv:(.+),tag:(.+),type:(.+)\]", RegexOptions.CultureInvariant);

    private static readonly string[] Fragments =
        ["ENC[AES256_GCM,data:", ",iv:", ",tag:", ",type:", "]", "\n", "A", "AA==", ",", "str", "iv:", " ", "\r", ",i"];

    [Theory]
    [InlineData("ENC[AES256_GCM,data:d,iv:i,tag:t,type:str]")]
    [InlineData("ENC[AES256_GCM,data:d,iv:i,tag:t,type:str] trailing")]
    [InlineData("ENC[AES256_GCM,data:d,iv:i,tag:t,type:str]\nENC[AES256_GCM,data:d,iv:i,tag:t,type:int]")]
    [InlineData("ENC[AES256_GCM,data:d,iv:i,tag:t,type:str]]")]
    [InlineData("ENC[AES256_GCM,data:d,iv:i,tag:t,type:]")]
    [InlineData("ENC[AES256_GCM,data:d,iv:i,tag:t,type:]]")]
    [InlineData("ENC[AES256_GCM,data:,iv:,iv:i,tag:t,type:str]")]
    [InlineData("ENC[AES256_GCM,data:d,iv:,tag:,tag:t,type:str]")]
    [InlineData("ENC[AES256_GCM,data:d,iv:i,tag:t,type:x,type:]")]
    [InlineData("ENC[AES256_GCM,data:,iv:i,tag:t,type:str]")]
    [InlineData("ENC[AES256_GCM,data:]")]
    [InlineData("")]
    public void Splits_as_the_pattern_does(string text) => AssertAgrees(text);

    [Fact]
    public void Splits_random_texts_as_the_pattern_does()
    {
        var random = new Random(7);
        var matched = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var text = new StringBuilder(random.Next(8) == 0 ? "" : Fragments[0]);
            for (var step = 0; step < 4; step++)
            {
                foreach (var fragment in random.GetItems(Fragments.AsSpan(1), random.Next(4)))
                {
                    text.Append(fragment);
                }

                text.Append(Fragments[step + 1]);
            }

            matched += AssertAgrees(text.ToString()) ? 1 : 0;
        }

        Assert.InRange(matched, 500, 4_500);
    }

    [Theory]
    [InlineData("ENC[anything]", true)]
    [InlineData("ENC[AES256_GCM,data:d", false)]
    [InlineData("xENC[a]", false)]
    [InlineData("ENC[a]x", false)]
    [InlineData("", false)]
    public void Only_what_has_the_shape_of_a_ciphertext_may_be_echoed(string text, bool expected) =>
        Assert.Equal(expected, EncryptedText.MayBeEchoed(Encoding.UTF8.GetBytes(text)));

    private static bool AssertAgrees(string text)
    {
        var match = Reference.Match(text);
        var parsed = EncryptedText.TryParse(Encoding.UTF8.GetBytes(text), out var parts);
        Assert.True(match.Success == parsed, text);
        if (parsed)
        {
            string[] groups = [Utf8(parts.Data), Utf8(parts.Iv), Utf8(parts.Tag), Utf8(parts.Type)];
            Assert.Equal(match.Groups.Values.Skip(1).Select(group => group.Value), groups);
        }

        return parsed;
    }

    private static string Utf8(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
