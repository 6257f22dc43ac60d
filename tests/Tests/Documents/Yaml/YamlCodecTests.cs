using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Documents.Yaml;

public sealed class YamlCodecTests
{
    private static readonly YamlCodec Codec = YamlCodec.Instance;

    [Fact]
    public void A_document_is_read_and_written_in_one_style()
    {
        const string Input = """
            ---
            # head comment

            # second para
            a: 1
            b: "quoted"   # inline b
            c: >
              folded
              text

            f: [1, "x"]   # on flow list
            g: {x: y, z: 1.50}
            h:
              - a
              # in list
              - b # inl
              -   - nested
                  - more
              - k: v
                l: w
              # end of list
            i: ~
            k:   # on parent
              # first child
              m: yes
              n: 2024-01-01

              # last in k
            p: 0x1F
            q: 1e6
            anch: &A
              q: 2
            al: *A
            mm:
              <<: *A
              r: !Ref foo
            empty: {}
            # tail

            """;
        const string Output = """
            # head comment
            # second para
            a: 1
            b: quoted # inline b
            c: |
                folded text
            f:
                # on flow list
                - 1
                - x
            g:
                x: "y"
                z: 1.5
            h:
                - a
                # in list
                - b # inl
                - - nested
                  - more
                - k: v
                  l: w
                  # end of list
            i: null
            # on parent
            k:
                # first child
                m: "yes"
                "n": 2024-01-01T00:00:00Z
                # last in k
            p: 31
            q: 1e+06
            anch:
                q: 2
            al:
                q: 2
            mm:
                !!merge <<:
                    q: 2
                r: foo
            empty: {}
            # tail

            """;
        Assert.Equal(Output, Codec.Pass(Input));
        Assert.Equal(Output, Codec.Pass(Output));
    }

    [Theory]
    [InlineData(" lead", "' lead'")]
    [InlineData("trail ", "'trail '")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("#x", "'#x'")]
    [InlineData("x #y", "'x #y'")]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData("123", "\"123\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("~", "\"~\"")]
    [InlineData("", "\"\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("-", "'-'")]
    [InlineData("- a", "'- a'")]
    [InlineData("?a", "?a")]
    [InlineData(":a", ":a")]
    [InlineData("a:", "'a:'")]
    [InlineData("*x", "'*x'")]
    [InlineData("!t", "'!t'")]
    [InlineData("%d", "'%d'")]
    [InlineData("{a}", "'{a}'")]
    [InlineData("a,b", "a,b")]
    [InlineData("it's", "it's")]
    [InlineData("say \"hi\"", "say \"hi\"")]
    [InlineData("'", "''''")]
    [InlineData("---a", "'---a'")]
    [InlineData("2024-01-01", "\"2024-01-01\"")]
    [InlineData("2024-13-01", "2024-13-01")]
    [InlineData("0x1f", "\"0x1f\"")]
    [InlineData("08", "\"08\"")]
    [InlineData(".5", "\".5\"")]
    [InlineData("NaN", "NaN")]
    [InlineData("=", "=")]
    [InlineData("<<", "!!merge <<")]
    [InlineData("\u00e9", "\u00e9")]
    [InlineData("\u00a0", "\u00a0")]
    [InlineData("\ud83d\ude00", "\"\\U0001F600\"")]
    [InlineData("\ufeff", "\"\\uFEFF\"")]
    [InlineData("\u0007", "\"\\a\"")]
    [InlineData("a\rb", "\"a\\rb\"")]
    [InlineData("a\u0085b", "\"a\\Nb\"")]
    [InlineData("a\nb", "|-\n    a\n    b")]
    [InlineData("a\n", "|\n    a")]
    [InlineData("a\n\n", "|+\n    a\n")]
    [InlineData("\n", "|4+\n")]
    [InlineData(" x\ny", "|4-\n     x\n    y")]
    [InlineData("x\n y\n", "|\n    x\n     y")]
    [InlineData("a \nb", "\"a \\nb\"")]
    [InlineData("a\tb\nc", "|-\n    a\tb\n    c")]
    [InlineData("y", "\"y\"")]
    public void Strings_are_written_so_that_they_stay_strings(string value, string expected)
    {
        var tree = CodecRuns.Tree(MapEntry.Of("k", Text(value)));
        Assert.Equal($"k: {expected}\n", Codec.Write(tree));
        Assert.Equal(TreeText.Of(tree), TreeText.Of(Codec.Read(Codec.Write(tree))));
    }

    [Theory]
    [InlineData(1000.0, "1000")]
    [InlineData(123456, "123456")]
    [InlineData(1234567, "1.234567e+06")]
    [InlineData(1e20, "1e+20")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(double.PositiveInfinity, ".inf")]
    [InlineData(double.NegativeInfinity, "-.inf")]
    [InlineData(double.NaN, ".nan")]
    public void Floats_are_written_shortest(double value, string expected) =>
        Assert.Equal($"k: {expected}\n", Codec.Write(CodecRuns.Tree(MapEntry.Of("k", new FloatNode(value)))));

    [Fact]
    public void Bytes_that_are_no_text_are_written_as_base64_in_lines()
    {
        var bytes = new byte[60];
        bytes.AsSpan().Fill(0xFF);
        var shortText = CodecRuns.Tree(MapEntry.Of("k", new StringNode(new ByteString(bytes.AsSpan(0, 3)))));
        var longText = CodecRuns.Tree(MapEntry.Of("k", new StringNode(new ByteString(bytes.AsSpan()))));
        Assert.Equal("k: !!binary ////\n", Codec.Write(shortText));
        Assert.Equal($"k: !!binary |\n    {new string('/', 70)}\n    {new string('/', 10)}\n", Codec.Write(longText));
        Assert.Equal(TreeText.Of(longText), TreeText.Of(Codec.Read(Codec.Write(longText))));
    }

    [Theory]
    [InlineData(null, "a:\n    - b: 1\n")]
    [InlineData(0, "a:\n    - b: 1\n")]
    [InlineData(1, "a:\n  - b: 1\n")]
    [InlineData(2, "a:\n  - b: 1\n")]
    [InlineData(9, "a:\n         - b: 1\n")]
    [InlineData(10, "a:\n  - b: 1\n")]
    public void The_indentation_is_4_unless_told_and_2_beyond_9(int? indent, string expected) =>
        Assert.Equal(expected, Codec.Write(Codec.Read("a: [{b: 1}]"), indent));

    [Fact]
    public void A_negative_indentation_is_refused()
    {
        var refusal = Assert.Throws<DocumentException>(() => Codec.Write(Codec.Read("a: 1"), -1));
        Assert.Equal("YAML Negative indentation not accepted", refusal.Message);
    }

    [Theory]
    [InlineData("[[\" x\\ny\"]]", "l:\n    - - |2-\n         x\n        y\n")]
    [InlineData("[{k: \" x\\ny\"}]", "l:\n    - k: |2-\n         x\n        y\n")]
    [InlineData("\"\\tx\\ny\"", "l: |4-\n    \tx\n    y\n")]
    [InlineData("[\"\\n\"]", "l:\n    - |4+\n\n")]
    public void The_indentation_digit_of_a_literal_makes_it_readable(string list, string expected)
    {
        var tree = Codec.Read("l: " + list);
        Assert.Equal(expected, Codec.Write(tree));
        Assert.Equal(TreeText.Of(tree), TreeText.Of(Codec.Read(expected)));
    }

    [Fact]
    public void A_long_or_broken_key_stands_after_a_question_mark()
    {
        var longKey = new string('k', 129);
        Assert.Equal($"? {longKey}\n: 1\n", Codec.Pass($"? {longKey}\n: 1"));
        Assert.Equal($"{longKey[1..]}: 1\n", Codec.Pass($"{longKey[1..]}: 1"));
        Assert.Equal("? |-\n    a\n    b\n: 1\n", Codec.Pass("\"a\\nb\": 1"));
    }

    [Theory]
    [InlineData("1: a", typeof(IntNode))]
    [InlineData("~: a", typeof(NullNode))]
    [InlineData("1.5: a", typeof(FloatNode))]
    [InlineData("true: a", typeof(BoolNode))]
    [InlineData("2024-01-01: a", typeof(TimeNode))]
    [InlineData("\"1\": a", typeof(StringNode))]
    [InlineData("<<: {a: 1}", typeof(StringNode))]
    public void Keys_keep_their_types(string text, Type type) => Assert.IsType(type, Codec.Read(text).Branches[0].Entries[0].Key);

    [Fact]
    public void An_integer_beyond_the_signed_range_is_kept_apart()
    {
        Assert.IsType<UnsignedNode>(Codec.Read("a: 9223372036854775808").Branches[0].Entries[0].Value);
        Assert.Equal("a: 9223372036854775808\n", Codec.Pass("a: 9223372036854775808"));
    }

    [Fact]
    public void Documents_are_branches()
    {
        Assert.Empty(Codec.Read("").Branches);
        Assert.Equal("", Codec.Write(new DocumentTree([])));
        Assert.Equal("{}\n", Codec.Pass("---\n"));
        Assert.Equal("{}\n---\na: 1\n", Codec.Pass("---\n---\na: 1\n"));
        Assert.Equal("b: 1\n---\na: 1\na: 2\n", Codec.Pass("b: 1\n---\na: 1\na: 2\n"));
    }

    [Theory]
    [InlineData("# only\n", "EOF")]
    [InlineData("\n", "EOF")]
    [InlineData("- a", "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into map[string]interface {}")]
    [InlineData("text", "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str into map[string]interface {}")]
    [InlineData("a: 1\n---\n- a", "Error unmarshaling input YAML: YAML documents that are sequences are not supported")]
    [InlineData("a: 1\n---\ntext", "Error unmarshaling input YAML: YAML documents that are values are not supported")]
    [InlineData("a: 1\n---\na: &a [*a]", "Error unmarshaling input YAML: yaml: anchor 'a' value contains itself")]
    [InlineData("a: &a [*a]", "yaml: anchor 'a' value contains itself")]
    [InlineData("a: 1\na: 2", "yaml: unmarshal errors:\n  line 2: mapping key \"a\" already defined at line 1")]
    [InlineData(
        "m: [{x: 1, x: 2}]\nn: {y: 1, 'y': 2, y: 3}",
        "yaml: unmarshal errors:\n  line 1: mapping key \"x\" already defined at line 1\n  line 2: mapping key \"y\" already defined at " +
        "line 2\n"
        + "  line 2: mapping key \"y\" already defined at line 2\n  line 2: mapping key \"y\" already defined at line 2")]
    [InlineData("? {a: b}\n: c", "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!map into string")]
    [InlineData("m:\n  ? [a]\n  : c", "yaml: invalid map key")]
    [InlineData("<<: 5", "yaml: map merge requires map or sequence of maps as the value")]
    [InlineData("a: !!int b", "yaml: cannot decode !!str as a !!int")]
    [InlineData("a: !!binary '='", "yaml: !!binary value contains invalid base64 data")]
    [InlineData("a: !!binary 'aG Vs'", "yaml: !!binary value contains invalid base64 data")]
    public void What_is_no_map_of_unique_keys_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<DocumentException>(() => Codec.Read(text)).Message);

    [Fact]
    public void A_tag_that_does_not_fit_makes_a_null_in_later_documents() =>
        Assert.Equal("a: 1\n---\nb: null\nc: null\n", Codec.Pass("a: 1\n---\nb: !!int x\nc: !!binary '='\n"));

    [Fact]
    public void Aliases_of_aliases_do_not_explode()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<DocumentException>(() => Codec.Read(text.ToString()));
        Assert.Equal(ErrorCode.LimitExceeded, refusal.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Aliases_do_not_nest_beyond_the_limit()
    {
        var limits = new DocumentLimits { MaxDepth = 10 };
        const string Text = "a: &a [[[[1]]]]\nb: &b [[[[*a]]]]\n";
        Assert.Single(Codec.Read(Encoding.UTF8.GetBytes(Text), limits).Branches);
        var refusal = Assert.Throws<DocumentException>(() => Codec.Read(Encoding.UTF8.GetBytes(Text + "c: [[*b]]\n"), limits));
        Assert.Equal(ErrorCode.LimitExceeded, refusal.Code);
    }

    [Fact]
    public void Copies_of_an_alias_are_counted()
    {
        var limits = new DocumentLimits { MaxNodes = 20 };
        var refusal = Assert.Throws<DocumentException>(() => Codec.Read("a: &a [1, 2, 3]\nb: [*a, *a, *a]\n"u8.ToArray(), limits));
        Assert.Equal(ErrorCode.LimitExceeded, refusal.Code);
    }

    [Fact]
    public void Values_are_written_alone_with_the_default_indentation()
    {
        var value = Codec.Read("a: [1, {b: [x]}]").Branches[0].Entries[0].Value;
        Assert.Equal("- 1\n- b:\n    - x\n", Codec.WriteValue(value, 2));
        Assert.Equal("1.5\n", Codec.WriteValue(new FloatNode(1.5)));
        Assert.Equal("null\n", Codec.WriteValue(NullNode.Instance));
    }

    [Fact]
    public void Comments_that_collide_are_kept()
    {
        var tree = CodecRuns.Tree(
            MapEntry.Of(
                "l",
                new ListNode(
                    [Comment("above list"), new MapNode([MapEntry.Comment(Comment("above key")), MapEntry.Of("k", new IntNode(1))])])),
            MapEntry.Of("m", new ListNode([new MapNode([MapEntry.Of("k", new IntNode(1))]), Comment("below item")])),
            MapEntry.Of("o", new IntNode(2)));
        Assert.Equal(
            "l:\n    #above list\n    #above key\n    - k: 1\nm:\n    - k: 1\n    #below item\no: 2\n",
            Codec.Write(tree));
    }

    [Fact]
    public void A_comment_is_inline_only_beside_a_scalar()
    {
        var inline = MapEntry.Comment(new CommentNode(new ByteString(" c"), inline: true));
        Assert.Equal("a: 1 # c\n", Codec.Write(CodecRuns.Tree(inline, MapEntry.Of("a", new IntNode(1)))));
        Assert.Equal("# c\na: []\n", Codec.Write(CodecRuns.Tree(inline, MapEntry.Of("a", new ListNode()))));
        Assert.Equal(
            "# c\n#d\na: 1\n", Codec.Write(CodecRuns.Tree(inline, MapEntry.Comment(Comment("d")), MapEntry.Of("a", new IntNode(1)))));
        Assert.Equal("a: 1\n# c\n", Codec.Write(CodecRuns.Tree(MapEntry.Of("a", new IntNode(1)), inline)));
        Assert.Equal("a: | # c\n    x\n", Codec.Write(CodecRuns.Tree(inline, MapEntry.Of("a", Text("x\n")))));
    }

    private static StringNode Text(string text) => new(new ByteString(text));

    private static CommentNode Comment(string text) => new(new ByteString(text));
}
