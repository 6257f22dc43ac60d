using System.Text;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Tests.Secrets;

/// <summary>What stands for values in renderings that are shown: whole values in each form that templates write.</summary>
public sealed class PlaceholderTests
{
    [Theory]
    [InlineData("pa\"s<s>&1\\x", "pa\"s<s>&1\\x")]
    [InlineData("pa\"s<s>&1\\x", "pa\\\"s<s>&1\\\\x")]
    [InlineData("pa\"s<s>&1\\x", "pa\\\"s\\u003cs\\u003e\\u00261\\\\x")]
    [InlineData("pa\"s<s>&1\\x", "cGEiczxzPiYxXHg=")]
    [InlineData("pa>>>ss~~?", "cGE+Pj5zc35+Pw==")]
    [InlineData("pa>>>ss~~?", "cGE-Pj5zc35-Pw==")]
    [InlineData("tab\tcr\resc\u001b", "tab\\tcr\\resc\\u001b")]
    [InlineData("tab\tcr\resc\u001b", "tab\\tcr\\resc\\x1b")]
    [InlineData("ends with LF\n", "ends with LF")]
    [InlineData("ends with LF\n", "ends with LF\\n")]
    [InlineData("first line\nsecond line", "second line")]
    [InlineData("first line\nsecond line", "c2Vjb25kIGxpbmU=")]
    [InlineData("first line\nsecond line", "first line\\nsecond line")]
    [InlineData("abcd", "abcd")]
    public void Every_form_of_a_value_is_replaced(string value, string form)
    {
        var index = new RedactionScope();
        index.Add(Encoding.UTF8.GetBytes(value));
        Assert.Equal("a <***> b", index.Redact($"a <{form}> b", _ => "***"));
    }

    [Fact]
    public void The_longest_value_is_replaced_first()
    {
        var index = new RedactionScope();
        index.Add("secret"u8);
        index.Add("secret-and-more"u8);
        index.Add("more"u8);
        Assert.Equal("<15> <6> <4>", index.Redact("secret-and-more secret more", form => $"<{form.Length}>"));
    }

    [Fact]
    public void Values_that_are_added_later_are_replaced_too()
    {
        var index = new RedactionScope();
        index.Add("first"u8);
        Assert.Equal("* second", index.Redact("first second", _ => "*"));
        Assert.Equal("[REDACTED] second", index.Redact("first second"));
        index.Add("second"u8);
        Assert.Equal("* *", index.Redact("first second", _ => "*"));
        Assert.Equal("[REDACTED] [REDACTED]", index.Redact("first second"));
    }

    [Fact]
    public void Parts_and_short_lines_stay()
    {
        var index = new RedactionScope();
        index.Add("first line\nshort\nabc"u8);
        Assert.Equal("first short abc", index.Redact("first short abc", _ => "***"));
    }
}
