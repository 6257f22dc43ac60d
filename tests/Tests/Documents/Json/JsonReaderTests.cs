using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Json;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Documents.Json;

public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("0", "i0")]
    [InlineData("-0", "i0")]
    [InlineData("9223372036854775807", "i9223372036854775807")]
    [InlineData("-9223372036854775808", "i-9223372036854775808")]
    [InlineData("9223372036854775808", "f43e0000000000000")]
    [InlineData("1.0", "f3ff0000000000000")]
    [InlineData("1e0", "f3ff0000000000000")]
    [InlineData("1E-400", "f0")]
    [InlineData("-0.0", "f8000000000000000")]
    [InlineData("5e-324", "f1")]
    public void Whole_literals_are_integers_while_they_fit(string literal, string expected) =>
        Assert.Equal($"{{s'k': {expected}}}", TreeText.Of(Read($"{{\"k\":{literal}}}")));

    [Theory]
    [InlineData(@"\ud83d\ude00", "\U0001f600")]
    [InlineData(@"\ud83d", "\ufffd")]
    [InlineData(@"\ud83dx", "\ufffdx")]
    [InlineData(@"\ud83d\u0041", "\ufffdA")]
    [InlineData(@"\ud83d\ud83d\ude00", "\ufffd\U0001f600")]
    [InlineData(@"\ude00\ud83d", "\ufffd\ufffd")]
    [InlineData(@"\/\b\f\n\r\t\""\\", "/\b\f\n\r\t\"\\")]
    [InlineData(@"\u0000\uFFFF", "\0\uffff")]
    public void Escapes_are_resolved_as_Go_does(string escaped, string expected) =>
        Assert.Equal(expected, Text(Read($"{{\"k\":\"{escaped}\"}}")));

    [Theory]
    [InlineData("ff", 1)]
    [InlineData("e282", 2)]
    [InlineData("eda080", 3)]
    [InlineData("f0808080", 4)]
    [InlineData("f09f98", 3)]
    public void Each_byte_that_is_not_UTF8_becomes_a_replacement_character(string hex, int count)
    {
        var text = (byte[])[.. "{\"k\":\"<"u8, .. System.Convert.FromHexString(hex), .. ">\\n\"}"u8];
        Assert.Equal("<" + new string('\ufffd', count) + ">\n", Text(JsonCodec.Instance.Read(text, DocumentLimits.Default)));
    }

    [Fact]
    public void A_string_without_escapes_is_a_slice_of_the_source()
    {
        var source = "{\"key\":\"value é\"}"u8.ToArray();
        var entry = JsonCodec.Instance.Read(source, DocumentLimits.Default).Branches[0].Entries[0];
        Assert.True(((StringNode)entry.Value).Value.Span.Overlaps(source));
        Assert.True(((StringNode)entry.Key).Value.Span.Overlaps(source));
    }

    [Theory]
    [InlineData("{\"a\":1} trailing")]
    [InlineData("{\"a\":1}{\"b\":2}")]
    [InlineData(" \t\r\n{\"a\":1}}")]
    public void What_follows_the_closing_brace_is_ignored(string text) => Assert.Equal("{s'a': i1}", TreeText.Of(Read(text)));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{")]
    [InlineData("{\"a")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1,")]
    [InlineData("{\"a\":-")]
    [InlineData("{\"a\":1.")]
    [InlineData("{\"a\":1e")]
    [InlineData("{\"a\":tr")]
    [InlineData("{\"a\":[")]
    [InlineData("{\"a\":[1")]
    [InlineData("{\"a\":[1,")]
    [InlineData("{\"a\":{\"b\":1}")]
    [InlineData("{\"a\":\"\\")]
    [InlineData("{\"a\":\"\\u00")]
    public void Text_that_ends_early_is_refused(string text) => Assert.Equal(ErrorCode.MalformedDocument, Fail(text).Code);

    [Theory]
    [InlineData("{\"a\":1,\n \"b\":}", "invalid character '}' looking for beginning of value", 2, 6)]
    [InlineData("{\"é\":é}", "invalid character 'Ã' looking for beginning of value", 1, 6)]
    [InlineData("{\"a\" 1}", "invalid character '1' after object key", 1, 6)]
    [InlineData("{\"a\":[1 2]}", "invalid character '2' after array element", 1, 9)]
    [InlineData("{\"a\":\"\t\"}", "invalid character '\\t' in string literal", 1, 7)]
    [InlineData("{\"a\":\"\\x\"}", "invalid character 'x' in string escape code", 1, 8)]
    [InlineData("{\"a\":\"\\u00g0\"}", "invalid character 'g' in \\u hexadecimal character escape", 1, 11)]
    [InlineData("{\"a\":-x}", "invalid character 'x' in numeric literal", 1, 7)]
    [InlineData("{\"a\":1.x}", "invalid character 'x' after decimal point in numeric literal", 1, 8)]
    [InlineData("{\"a\":1e+x}", "invalid character 'x' in exponent of numeric literal", 1, 9)]
    [InlineData("{\"a\":nul\u0001}", "invalid character '\\x01' in literal null (expecting 'l')", 1, 9)]
    public void An_error_names_its_place(string text, string message, int line, int column)
    {
        var failure = Fail(text);
        Assert.Equal("Could not unmarshal input data: " + message, failure.Message);
        Assert.Equal((line, column), (failure.Line, failure.Column));
    }

    [Theory]
    [InlineData("\"hunter2\"", "string")]
    [InlineData("12345", "int")]
    [InlineData("12345.5", "float64")]
    [InlineData("true", "bool")]
    [InlineData("null", "<nil>")]
    public void A_scalar_at_the_top_is_refused_without_being_quoted(string text, string type)
    {
        var failure = Fail(text);
        Assert.Equal(ErrorCode.UnsupportedDocument, failure.Code);
        Assert.EndsWith($"Got a value of type {type} instead", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("12345", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_out_of_range_is_refused_without_being_quoted()
    {
        var failure = Fail("{\"a\":31337e400}");
        Assert.Equal("Could not unmarshal input data: strconv.ParseFloat: value out of range", failure.Message);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("1")]
    [InlineData(" {\"a\":[]} \n")]
    public void A_lone_value_of_any_kind_can_be_read(string text) =>
        Assert.NotNull(JsonCodec.ReadValue(Encoding.UTF8.GetBytes(text), DocumentLimits.Default));

    [Theory]
    [InlineData("1 2")]
    [InlineData("{} x")]
    [InlineData("")]
    public void A_lone_value_must_be_the_whole_text(string text) =>
        Assert.Throws<DocumentException>(() => JsonCodec.ReadValue(Encoding.UTF8.GetBytes(text), DocumentLimits.Default));

    [Theory]
    [InlineData("[[[]]]", 2, 100, 100)]
    [InlineData("{\"a\":{\"b\":{}}}", 2, 100, 100)]
    [InlineData("[1,2,3]", 100, 3, 100)]
    [InlineData("[1,2,3]", 100, 100, 6)]
    public void Limits_hold(string text, int depth, int nodes, int bytes)
    {
        var limits = new DocumentLimits { MaxDepth = depth, MaxNodes = nodes, MaxBytes = bytes };
        var failure = Assert.Throws<DocumentException>(() => JsonCodec.ReadValue(Encoding.UTF8.GetBytes(text), limits));
        Assert.Equal(ErrorCode.LimitExceeded, failure.Code);
    }

    private static DocumentTree Read(string text) => JsonCodec.Instance.Read(text);

    private static string Text(DocumentTree tree) => ((StringNode)tree.Branches[0].Entries[0].Value).Value.RevealText();

    private static DocumentException Fail(string text) => Assert.Throws<DocumentException>(() => Read(text));
}
