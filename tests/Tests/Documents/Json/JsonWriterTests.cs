using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using static SecretsKit.Tests.Documents.CodecRuns;

namespace SecretsKit.Tests.Documents.Json;

public sealed class JsonWriterTests
{
    private static readonly JsonCodec Codec = JsonCodec.Instance;

    [Fact]
    public void A_document_is_laid_out_as_the_reference_lays_it_out() => Assert.Equal(
        "{\n\t\"z\": 1,\n\t\"a\": [\n\t\t1,\n\t\t2.5,\n\t\t1e+21,\n\t\t9007199254740993,\n\t\tnull,\n\t\ttrue\n\t],\n"
        + "\t\"s\": \"\\u003ca\\u0026b\\u003e\\u2028\\u0007é/\",\n\t\"e\": {},\n\t\"l\": [\n\t\t[],\n\t\t[\n\t\t\t{}\n\t\t]\n\t]\n}\n",
        Codec.Pass(@"{""z"":1,""a"":[1.0,2.50,1e21,9007199254740993,null,true],""s"":""<a&b>\u2028\u0007é/"",""e"":{},""l"":[[],[{}]]}"));

    [Theory]
    [InlineData("\0\u001f\u007f", @"\u0000\u001f" + "\u007f")]
    [InlineData("\b\f\n\r\t\"\\/", @"\b\f\n\r\t\""\\/")]
    [InlineData("\u2027\u2028\u2029\u202a", "\u2027\\u2028\\u2029\u202a")]
    [InlineData("\U0001f600\ufffd", "\U0001f600\ufffd")]
    public void Strings_are_escaped_as_Go_does(string text, string expected) =>
        Assert.Equal($"\"{expected}\"", Codec.WriteValue(Text(text)));

    [Theory]
    [InlineData("61ff62", @"a\ufffdb")]
    [InlineData("e280", @"\ufffd\ufffd")]
    [InlineData("c3a9e280a8ff", @"é\u2028\ufffd")]
    [InlineData("eda080", @"\ufffd\ufffd\ufffd")]
    public void Bytes_that_are_not_UTF8_are_escaped_one_by_one(string hex, string expected) =>
        Assert.Equal($"\"{expected}\"", Codec.WriteValue(new StringNode(new ByteString(System.Convert.FromHexString(hex).AsMemory()))));

    [Fact]
    public void Comments_are_left_out()
    {
        var comment = new CommentNode(new ByteString(" c"));
        var tree = Tree(MapEntry.Comment(comment), MapEntry.Of("a", new ListNode([comment])), MapEntry.Comment(comment));
        Assert.Equal("{\n  \"a\": []\n}\n", Codec.Write(tree, 2));
    }

    [Theory]
    [InlineData(null, "{\n\t\"a\": 1\n}")]
    [InlineData(-1, "{\n\t\"a\": 1\n}")]
    [InlineData(0, "{\n\"a\": 1\n}")]
    [InlineData(3, "{\n   \"a\": 1\n}")]
    public void An_extracted_value_has_no_line_feed_at_its_end(int? indent, string expected) =>
        Assert.Equal(expected, Codec.WriteValue(new MapNode([MapEntry.Of("a", new IntNode(1))]), indent));

    [Fact]
    public void An_indent_below_minus_one_is_refused()
    {
        var failure = Assert.Throws<DocumentException>(() => Codec.Write(Tree(), -2));
        Assert.Equal("Error marshaling to json: JSON Indentation parameter smaller than -1 is not accepted", failure.Message);
        Assert.Equal(ErrorCode.EmitFailed, failure.Code);
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_without_a_form_are_refused(double value, string text)
    {
        var nested = Tree(MapEntry.Of("a", new MapNode([MapEntry.Of("b", new ListNode([new FloatNode(value)]))])));
        var failure = Assert.Throws<DocumentException>(() => Codec.Write(nested));
        Assert.Equal(
            $"Error marshaling to json: Error encoding value : Error encoding value : json: unsupported value: {text}", failure.Message);
    }

    [Fact]
    public void A_moment_is_a_string()
    {
        var moment = new TimeNode(new Timestamp(1704067200, 500_000_000, 0));
        Assert.Equal("\"2024-01-01T00:00:00.5Z\"", Codec.WriteValue(moment));
    }

    [Fact]
    public void Of_several_documents_the_first_is_written() =>
        Assert.Equal(
            "{\n\t\"a\": 1\n}\n",
            Codec.Write(new DocumentTree([new MapNode([MapEntry.Of("a", new IntNode(1))]), new MapNode()])));

    [Fact]
    public void Keys_that_are_not_text_are_refused() =>
        Assert.Throws<DocumentException>(() => Codec.Write(Tree(new MapEntry(new IntNode(1), NullNode.Instance))));

    private static StringNode Text(string text) => new(new ByteString(text));
}
