using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Ini;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using static SecretsKit.Tests.Documents.CodecRuns;

namespace SecretsKit.Tests.Documents.Ini;

public sealed class IniCodecTests
{
    private static readonly IniCodec Codec = IniCodec.Instance;

    [Fact]
    public void A_document_comes_out_as_the_reference_prints_it()
    {
        const string Input =
            """""
            ; file comment
            top = 1
            # key comment
            k2: v2 ; inline
            quoted = "  spaced "
            [s1] ; sec inline
            url = http://x/y;z
            cont = a \
              b
            empty =
            tri = """multi
            line"""
            bt = `has "q" # x`
            [s1]
            dup = 1
            dup = 2
            "quo=ted" = 3
            ; lost

            """"";
        const string Output =
            """""
            ; file comment
            top    = 1
            ; key comment
            ; inline
            k2     = v2
            quoted = "  spaced "

            ; sec inline
            [s1]
            ; z
            url   = http://x/y
            cont  = a b
            empty = 
            tri   = """multi
            line"""
            bt    = `has "q" # x`

            [s1]
            dup       = 2
            `quo=ted` = 3

            """"";
        Assert.Equal(Output.Replace("# key comment", "; key comment", StringComparison.Ordinal), Codec.Pass(Input));
    }

    [Fact]
    public void A_key_comment_stands_after_its_key_and_a_section_comment_first() => Assert.Equal(
        "{s'DEFAULT': {s'a': s'1', #'on a'}, s's': {#'on s\n; two', s'b': s'2', #'on b'}}",
        TreeText.Of(Codec.Read("; on a\na = 1\n; on s\n; two\n[s]\nb = 2 ; on b\n; lost\n")));

    [Theory]
    [InlineData("x = \"\"\"a\nb\"\"\" ; kept", "s'a\nb', #'kept'")]
    [InlineData("x = `a\n  b` # kept", "s'a\n  b', #'kept'")]
    [InlineData("x = `a` # lost", "s'a'")]
    [InlineData("x = 'a\"", "s''a\"'")]
    [InlineData("x = 'a'b'", "s''a'b''")]
    [InlineData("x = \"\"\"", "s'\"\"\"'")]
    [InlineData("x = a\\\n b\\\n\n", "s'ab'")]
    [InlineData("x = a\\\n b ; c", "s'ab ; c'")]
    [InlineData("x = 'a' ; c", "s'a', #'c'")]
    [InlineData("x =\u00a0a\u2003", "s'a'")]
    [InlineData("\"\"\"x\"\"\" = a", "s'a'")]
    [InlineData("`x` junk : a", "s'a'")]
    public void Values_are_read_as_go_ini_reads_them(string line, string expected) =>
        Assert.Equal($"{{s'DEFAULT': {{s'x': {expected}}}}}", TreeText.Of(Codec.Read(line)));

    [Fact]
    public void A_repeated_key_keeps_its_place_and_takes_the_later_value_and_comment() => Assert.Equal(
        "{s'DEFAULT': {s'a': s'3', s'b': s'2'}}",
        TreeText.Of(Codec.Read("; first\na = 1\nb = 2\na = 3\n")));

    [Fact]
    public void Keys_named_by_a_dash_are_numbered_per_section() => Assert.Equal(
        "{s'DEFAULT': {s'#1': s'a', s'#2': s'b'}, s's': {s'#1': s'c'}}",
        TreeText.Of(Codec.Read("- = a\n- = b\n[s]\n- = c\n")));

    [Theory]
    [InlineData("a = 1\nhunter2\n", "key-value delimiter not found: line 2", 2)]
    [InlineData("= hunter2", "empty key name: line 1", 1)]
    [InlineData("\"\" = hunter2", "empty key name: line 1", 1)]
    [InlineData("\n[hunter2", "unclosed section: line 2", 2)]
    [InlineData("[]", "empty section name", 1)]
    [InlineData("\"hunter2 = x", "missing closing key quote: line 1", 1)]
    [InlineData("\"hunter2\" x", "key-value delimiter not found: line 1", 1)]
    [InlineData("\nx = `hunter2\nmore\n", "missing closing key quote from line 2", 2)]
    public void An_error_names_the_line_and_never_quotes_it(string text, string message, int line)
    {
        var failure = Assert.Throws<DocumentException>(() => Codec.Read(text));
        Assert.Equal("Could not unmarshal input data: " + message, failure.Message);
        Assert.Equal((ErrorCode.MalformedDocument, line), (failure.Code, failure.Line));
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\"b", "`a\"b`")]
    [InlineData("a`b", "\"\"\"a`b\"\"\"")]
    [InlineData("a:b", "`a:b`")]
    public void Keys_are_quoted_and_the_quotes_count_for_the_width(string key, string written)
    {
        var section = new MapNode([MapEntry.Of(key, Text("1")), MapEntry.Of("x", Text("2"))]);
        Assert.Equal($"[s]\n{written} = 1\nx{new string(' ', written.Length - 1)} = 2\n", Codec.Write(Tree(MapEntry.Of("s", section))));
    }

    [Theory]
    [InlineData("a\nb", "\"\"\"a\nb\"\"\"")]
    [InlineData("a`b", "\"\"\"a`b\"\"\"")]
    [InlineData("a#b", "`a#b`")]
    [InlineData("a;b", "`a;b`")]
    [InlineData(" a", "\" a\"")]
    [InlineData("a\u00a0", "\"a\u00a0\"")]
    [InlineData("\"a\"", "\"a\"")]
    public void Values_are_quoted_only_when_go_ini_does(string value, string written) =>
        Assert.Equal($"[s]\nk = {written}\n", Codec.Write(Tree(MapEntry.Of("s", new MapNode([MapEntry.Of("k", Text(value))])))));

    [Fact]
    public void Scalars_are_written_as_text()
    {
        var section = new MapNode(
        [
            MapEntry.Of("i", new IntNode(-5)),
            MapEntry.Of("f", new FloatNode(1)),
            MapEntry.Of("g", new FloatNode(1e30)),
            MapEntry.Of("b", new BoolNode(true)),
            MapEntry.Of("n", NullNode.Instance),
            MapEntry.Of("t", new TimeNode(new Timestamp(1704067200, 5, 3600))),
        ]);
        Assert.Equal(
            "[s]\ni = -5\nf = 1.0\ng = 1E+30\nb = true\nn = <nil>\nt = 2024-01-01T01:00:00+01:00\n",
            Codec.Write(Tree(MapEntry.Of("s", section))));
    }

    [Fact]
    public void Of_several_comments_after_a_key_the_last_is_written_and_those_elsewhere_are_dropped()
    {
        var section = new MapNode(
            [Comment("section"), Comment("dropped"), MapEntry.Of("k", Text("v")), Comment("gone"), Comment("kept\n\n#x")]);
        Assert.Equal(
            "; section\n[s]\n; kept\n; \n# x\nk = v\n",
            Codec.Write(Tree(Comment("dropped"), MapEntry.Of("s", section))));
    }

    [Fact]
    public void The_first_default_section_has_no_header_and_nothing_at_all_when_empty()
    {
        var filled = new MapNode([MapEntry.Of("k", Text("v"))]);
        Assert.Equal("k = v\n\n[DEFAULT]\nk = v\n", Codec.Write(Tree(MapEntry.Of("DEFAULT", filled), MapEntry.Of("DEFAULT", filled))));
        Assert.Equal("[s]\nk = v\n", Codec.Write(Tree(MapEntry.Of("DEFAULT", new MapNode()), MapEntry.Of("s", filled))));
    }

    [Fact]
    public void Trees_that_are_not_sections_of_scalars_are_refused()
    {
        AssertFails(
            "Error marshaling to INI: Error encoding section: Section values should always be TreeBranches", MapEntry.Of("k", Text("v")));
        AssertFails("Error marshaling to INI: cannot use complex value in INI file; offending key k", Section("k", new ListNode()));
        AssertFails("a key with a line break has no form in INI", Section("a\n[x]", Text("v")));
        AssertFails("Error marshaling to INI: Error encoding key: error creating new key: empty key name", Section("", Text("v")));
    }

    private static void AssertFails(string message, MapEntry entry)
    {
        var failure = Assert.Throws<DocumentException>(() => Codec.Write(Tree(entry)));
        Assert.Equal((ErrorCode.EmitFailed, message), (failure.Code, failure.Message));
    }

    private static MapEntry Section(string key, Node value) => MapEntry.Of("s", new MapNode([MapEntry.Of(key, value)]));

    private static MapEntry Comment(string text) => MapEntry.Comment(new CommentNode(new ByteString(text)));

    private static StringNode Text(string text) => new(new ByteString(text));
}
