using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Dotenv;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using static SecretsKit.Tests.Documents.CodecRuns;

namespace SecretsKit.Tests.Documents.Dotenv;

public sealed class DotenvCodecTests
{
    private static readonly DotenvCodec Codec = DotenvCodec.Instance;

    [Theory]
    [InlineData("", "{}")]
    [InlineData("\n\n", "{}")]
    [InlineData("A=1", "{s'A': s'1'}")]
    [InlineData("=x\n", "{s'': s'x'}")]
    [InlineData("A=\n#=\n#\n", "{s'A': s'', #'=', #''}")]
    [InlineData(" A = \"1\" # x\r\n", "{s' A ': s' \"1\" # x\r'}")]
    [InlineData("A=x=y\nA=2", "{s'A': s'x=y', s'A': s'2'}")]
    [InlineData("A=x\\ny\\n", "{s'A': s'x\ny\n'}")]
    [InlineData("A=\\\\n\\", "{s'A': s'\\\n\\'}")]
    [InlineData("\\n=\\n", "{s'\\n': s'\n'}")]
    public void Lines_are_taken_as_they_stand(string text, string expected) => Assert.Equal(expected, TreeText.Of(Codec.Read(text)));

    [Fact]
    public void A_line_without_an_equal_sign_is_named_and_not_quoted()
    {
        var failure = Assert.Throws<DocumentException>(() => Codec.Read("A=1\n\nhunter2\n"));
        Assert.Equal("invalid dotenv input line: 3", failure.Message);
        Assert.Equal((ErrorCode.MalformedDocument, 3, 1), (failure.Code, failure.Line, failure.Column));
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scalars_are_written_as_text() => Assert.Equal(
        "#c\n#d\na=-5\nb=1.0\nc=123456.0\nd=1.234567895E+08\ne=+Inf\nf=false\ng=<nil>\nh=2024-01-01T00:00:00Z\ni=x\\n\\ny\n",
        Codec.Write(Tree(
            MapEntry.Comment(new CommentNode(new ByteString("c\nd"))),
            MapEntry.Of("a", new IntNode(-5)),
            MapEntry.Of("b", new FloatNode(1)),
            MapEntry.Of("c", new FloatNode(123456)),
            MapEntry.Of("d", new FloatNode(123456789.5)),
            MapEntry.Of("e", new FloatNode(double.PositiveInfinity)),
            MapEntry.Of("f", new BoolNode(false)),
            MapEntry.Of("g", NullNode.Instance),
            MapEntry.Of("h", new TimeNode(new Timestamp(1704067200, 999, 0))),
            MapEntry.Of("i", Text("x\n\ny")))));

    [Fact]
    public void Containers_are_refused_by_key()
    {
        var failure = Assert.Throws<DocumentException>(() => Codec.Write(Tree(MapEntry.Of("k", new MapNode()))));
        Assert.Equal((ErrorCode.EmitFailed, "cannot use complex value in dotenv file; offending key k"), (failure.Code, failure.Message));
    }

    [Fact]
    public void A_key_cannot_smuggle_in_a_second_line() =>
        Assert.Equal(
            ErrorCode.EmitFailed, Assert.Throws<DocumentException>(() => Codec.Write(Tree(MapEntry.Of("A\nPATH", Text("x"))))).Code);

    [Fact]
    public void Only_strings_can_be_extracted()
    {
        Assert.Equal("a\nb", Codec.WriteValue(Text("a\nb")));
        var failure = Assert.Throws<DocumentException>(() => Codec.WriteValue(new IntNode(5)));
        Assert.Equal("the dotenv store only supports emitting strings, got int", failure.Message);
    }

    private static StringNode Text(string text) => new(new ByteString(text));
}
