using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Text;

/// <summary>How text from outside is shown to people.</summary>
public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("plain é 🔑 日本", "plain é 🔑 日本")]
    [InlineData("a\nb\tc\r", "a\\nb\\tc\\r")]
    [InlineData("\0\u0007\b\v\f\u001b\u007f", "\\x00\\a\\b\\v\\f\\x1b\\x7f")]
    [InlineData("\u0085\u009b", "\\u0085\\u009b")]
    [InlineData("\u200e\u200f\u202a\u202e\u2066\u2069\u061c", "\\u200e\\u200f\\u202a\\u202e\\u2066\\u2069\\u061c")]
    [InlineData(
        "\u2028\u2029\u200b\u200d\u2060\ufeff\u00ad\u3164\ufe0f", "\\u2028\\u2029\\u200b\\u200d\\u2060\\ufeff\\u00ad\\u3164\\ufe0f")]
    [InlineData("\U000e0041\U000e0100\U000e0fff", "\\U000e0041\\U000e0100\\U000e0fff")]
    [InlineData("\ud800x", "\ud800x")]
    [InlineData("C:\\n", "C:\\n")]
    public void A_field_holds_only_what_is_seen(string text, string expected)
    {
        Assert.Equal(expected, DisplayText.Field(text));
        Assert.Equal(expected, DisplayText.Field(DisplayText.Field(text)));
    }

    [Fact]
    public void Harmless_text_is_the_same_object()
    {
        var text = new string('x', 100) + "é:: # ##";
        Assert.Same(text, DisplayText.Field(text));
        Assert.Same(text, DisplayText.SafeLines(text));
        Assert.Equal("", DisplayText.Field(null));
    }

    [Theory]
    [InlineData("::error::x", "\\x3a:error::x")]
    [InlineData("  \u00a0\t::set-output name=a::b", "  \u00a0\t\\x3a:set-output name=a::b")]
    [InlineData("a\n::add-mask::b\n :: c", "a\n\\x3a:add-mask::b\n \\x3a: c")]
    [InlineData("a ::error:: b", "a ::error:: b")]
    [InlineData(":::x", "\\x3a::x")]
    [InlineData("##[error]x ##vso[task.x]y ##teamcity[z]", "\\x23#[error]x \\x23#vso[task.x]y \\x23#teamcity[z]")]
    [InlineData("###[error]", "#\\x23#[error]")]
    [InlineData("## heading [x]", "## heading [x]")]
    [InlineData("std::vector, ::1", "std::vector, ::1")]
    [InlineData("a\r\n\u001b::error::", "a\\r\n\\x1b::error::")]
    public void No_line_is_a_command_to_a_build_server(string text, string expected)
    {
        Assert.Equal(expected, DisplayText.SafeLines(text));
        Assert.Equal(expected, DisplayText.SafeLines(expected));
    }

    [Fact]
    public void One_line_stays_one_line() => Assert.Equal("a\\n::x\tb", DisplayText.SafeLine("a\n::x\tb"));

    [Fact]
    public void Inserted_texts_of_a_message_are_fields_and_our_own_words_are_not()
    {
        var (name, output) = ("x\n\u001by", "one\ntwo\r");
        Assert.Equal(
            "a\nb: x\\n\\x1by, one\ntwo\\r, 7 [x\\n\\x1by  ]", DisplayText.Message($"a\nb: {name}, {output:lines}, {7} [{name,-10}]"));
        Assert.Equal("no x\\n\\x1by", new SecretsKitException(ErrorCode.General, $"no {name}").Message);
    }

    [Fact]
    public void Json_keeps_its_meaning()
    {
        var json = DisplayText.Json("{\"a\":\"\u202e\U000e0041é\"}\n");
        Assert.Equal("{\"a\":\"\\u202e\\udb40\\udc41é\"}\n", json);
    }

    [Fact]
    public void Much_hostile_text_takes_linear_work()
    {
        var text = string.Concat(Enumerable.Repeat("::  ##[\u001b\n", 20_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(text.Length + (3 * 20_000) + (3 * 20_000) + (3 * 20_000), DisplayText.SafeLines(text).Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }
}
