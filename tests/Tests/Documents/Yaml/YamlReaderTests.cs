using System.Runtime.InteropServices;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Documents.Yaml;

public sealed class YamlReaderTests
{
    public static TheoryData<string, string, int, int> Failures => new()
    {
        { "a: 'open\nb: 1\n", "yaml: line 3: found unexpected end of stream", 3, 1 },
        { "a: 1\nb: [1,\n  2}\n", "yaml: line 1: did not find expected ',' or ']'", 3, 4 },
        { "a: b: c\n", "yaml: mapping values are not allowed in this context", 1, 5 },
        { "x: 1\na:\n\tb: 1\n", "yaml: line 3: found character that cannot start any token", 3, 1 },
        { "a: 1\nb: \"\\q\"\n", "yaml: line 2: found unknown escape character", 2, 5 },
        { "a: 1\nö: \"ü\\q\"\n", "yaml: line 2: found unknown escape character", 2, 6 },
        { "a: x\u0007\n", "yaml: control characters are not allowed", 1, 5 },
        { "a: 1\nb: \u009f\n", "yaml: control characters are not allowed", 2, 4 },
        { "a: *secret\n", "yaml: unknown anchor referenced", 1, 4 },
        { "%TAG !e! x:\n---\na: !f!x 1\n", "yaml: line 2: found undefined tag handle", 3, 4 },
    };

    public static TheoryData<string, string> UndecodableInputs => new()
    {
        { "613A20FF", "yaml: invalid leading UTF-8 octet" },
        { "613A20C3", "yaml: incomplete UTF-8 octet sequence" },
        { "613A20C341", "yaml: invalid trailing UTF-8 octet" },
        { "613A20C0AF", "yaml: invalid length of a UTF-8 sequence" },
        { "613A20EDA080", "yaml: invalid Unicode character" },
        { "613A20F4908080", "yaml: invalid Unicode character" },
        { "613A20EFBFBE", "yaml: control characters are not allowed" },
        { "613A2000", "yaml: control characters are not allowed" },
        { "FFFE6100DC", "yaml: incomplete UTF-16 character" },
        { "FFFE610000DC", "yaml: unexpected low surrogate area" },
        { "FFFE610000D8", "yaml: incomplete UTF-16 surrogate pair" },
        { "FEFFD8000041", "yaml: expected low surrogate area" },
    };

    [Theory, MemberData(nameof(Failures))]
    public void Reports_the_reference_words_and_the_true_place(string text, string message, int line, int column)
    {
        var failure = Assert.Throws<DocumentException>(() => Read(text));
        Assert.Equal((message, line, column), (failure.Message, failure.Line, failure.Column));
        Assert.Equal(ErrorCode.MalformedDocument, failure.Code);
    }

    [Theory, MemberData(nameof(UndecodableInputs))]
    public void Names_what_cannot_be_decoded(string hex, string message)
    {
        var failure = Assert.Throws<DocumentException>(() => YamlReader.ReadAll(Convert.FromHexString(hex), DocumentLimits.Default));
        Assert.Equal(message, failure.Message);
        Assert.True(failure is { Line: > 0, Column: > 0 });
    }

    [Fact]
    public void Names_an_unknown_anchor_only_on_request()
    {
        var reader = new YamlReader("a: *name\n"u8.ToArray(), DocumentLimits.Default) { NamesUnknownAnchors = true };
        Assert.Equal("yaml: unknown anchor 'name' referenced", Assert.Throws<DocumentException>(reader.Read).Message);
    }

    [Fact]
    public void Reads_documents_before_a_failure_and_fails_again_after_it()
    {
        var reader = new YamlReader("a: 1\n---\nb: [\n"u8.ToArray(), DocumentLimits.Default);
        Assert.NotNull(reader.Read());
        var first = Assert.Throws<DocumentException>(reader.Read);
        var second = Assert.Throws<DocumentException>(reader.Read);
        Assert.Equal(first.Message, second.Message);
    }

    [Fact]
    public void A_fault_hides_only_the_window_of_512_bytes_that_it_stands_in()
    {
        var valid = "a: 1\n---\nb: 1\nc: 1\n" + new string(' ', 500);
        var reader = new YamlReader(Encoding.UTF8.GetBytes(valid + "\u0001"), DocumentLimits.Default);
        Assert.NotNull(reader.Read());
        Assert.Throws<DocumentException>(reader.Read);

        var near = new YamlReader("a: 1\n---\nb: 1\nc: 1\n\u0001"u8.ToArray(), DocumentLimits.Default);
        Assert.Throws<DocumentException>(near.Read);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void Recognises_byte_order_marks(string encoding)
    {
        var bytes = Encoding.GetEncoding(encoding);
        byte[] text = [.. bytes.GetPreamble(), .. bytes.GetBytes("ключ: 😀 x\n# c\n")];
        var mapping = YamlReader.ReadAll(text, DocumentLimits.Default)[0].Children[0];
        Assert.Equal(["ключ", "😀 x"], mapping.Children.Select(node => node.Value.RevealText()));
        Assert.Equal([1, 7], mapping.Children.Select(node => node.Column));
        Assert.Equal("# c", mapping.Children[0].FootComment.RevealText());
    }

    [Fact]
    public void Values_on_one_line_are_slices_of_the_input()
    {
        var text = "a: plain text\nb: 'single'\nc: \"double\" # comment\n"u8.ToArray();
        var mapping = YamlReader.ReadAll(text, DocumentLimits.Default)[0].Children[0];
        Assert.All(mapping.Children, node => AssertSlice(node.Value.Memory));
        AssertSlice(mapping.Children[^1].LineComment.Memory);

        void AssertSlice(ReadOnlyMemory<byte> memory) =>
            Assert.True(MemoryMarshal.TryGetArray(memory, out var segment) && ReferenceEquals(segment.Array, text));
    }

    [Fact]
    public void Reads_a_part_of_an_array_by_its_own_offsets()
    {
        var text = "xx: [\na: é1\n  b\nyy"u8.ToArray();
        var document = YamlReader.ReadAll(text.AsMemory(6, 11), DocumentLimits.Default)[0];
        Assert.Equal("é1 b", document.Children[0].Children[1].Value.RevealText());
        Assert.Equal((1, 4), (document.Children[0].Children[1].Line, document.Children[0].Children[1].Column));
    }

    [Fact]
    public void Aliases_point_to_their_targets_even_from_within()
    {
        var mapping = Read("a: &x [1, *x]\nb: *x\n---\nc: *x\n");
        var sequence = mapping[0].Children[0].Children[1];
        Assert.Same(sequence, sequence.Children[1].Target);
        Assert.Same(sequence, mapping[0].Children[0].Children[3].Target);
        Assert.Same(sequence, mapping[1].Children[0].Children[1].Target);
    }

    [Fact]
    public void Every_limit_is_kept()
    {
        AssertLimit(new string('[', 50), DocumentLimits.Default with { MaxDepth = 49 });
        AssertLimit(string.Concat(Enumerable.Repeat("- ", 50)) + "x", DocumentLimits.Default with { MaxDepth = 49 });
        AssertLimit("[1, 2, 3]", DocumentLimits.Default with { MaxNodes = 4 });
        AssertLimit("a: 1", DocumentLimits.Default with { MaxBytes = 3 });
        Assert.Single(
            YamlReader.ReadAll("[1, 2, 3]"u8.ToArray(), DocumentLimits.Default with { MaxNodes = 5, MaxBytes = 9, MaxDepth = 1 }));
    }

    [Theory]
    [InlineData("[", "yaml: exceeded max depth of 10000")]
    [InlineData("{a: ", "yaml: exceeded max depth of 10000")]
    [InlineData("- ", "yaml: exceeded max depth of 10000")]
    [InlineData("? ", "yaml: exceeded max depth of 10000")]
    public void Nesting_beyond_the_stack_or_the_reference_bound_is_a_failure(string opening, string message)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(opening, 20_000)));
        var failure = Assert.Throws<DocumentException>(
            () => YamlReader.ReadAll(text, DocumentLimits.Default with { MaxDepth = int.MaxValue }));
        Assert.True(failure.Code == ErrorCode.LimitExceeded || failure.Message == message, failure.Message);
    }

    [Fact]
    public void A_bomb_of_aliases_is_read_without_expanding_it()
    {
        var text = new StringBuilder("a0: &a0 [x]\n");
        for (var i = 1; i < 60; i++)
        {
            text.Append(null, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(120, Read(text.ToString())[0].Children[0].Children.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void A_key_longer_than_1024_characters_is_none()
    {
        Assert.Single(Read(new string('é', 1024) + ": 1"));
        Assert.Throws<DocumentException>(() => Read(new string('é', 1025) + ": 1"));
    }

    [Fact]
    public void Many_comment_lines_cost_in_proportion()
    {
        var text = new StringBuilder("a:\n        b: 1\n");
        for (var i = 0; i < 20_000; i++)
        {
            text.Append(' ', i % 2).Append("# c\n");
        }

        text.Append("z: 1\n");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Single(Read(text.ToString()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * text.Length);
    }

    private static List<YamlNode> Read(string text) => YamlReader.ReadAll(Encoding.UTF8.GetBytes(text), DocumentLimits.Default);

    private static void AssertLimit(string text, DocumentLimits limits)
    {
        var failure = Assert.Throws<DocumentException>(() => YamlReader.ReadAll(Encoding.UTF8.GetBytes(text), limits));
        Assert.Equal(ErrorCode.LimitExceeded, failure.Code);
        Assert.True(failure is { Line: > 0, Column: > 0 });
    }
}
