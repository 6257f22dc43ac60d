using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Envelope;

/// <summary>
/// Depths and counts that come from a file. Memory is measured at one and four times a size, where it must follow the size. Where only
/// time would grow, the size is one at which work that follows its square would not end.
/// </summary>
public sealed class HostileInputTests
{
    private const string Metadata =
        "sops:\n  lastmodified: \"2026-01-02T03:04:05Z\"\n  mac: x\n  version: 3.13.2\n  age: [{recipient: a, enc: b}]\n";

    // Between four times and what quadratic work gives.
    private const double MostGrowth = 6;

    public static TheoryData<DocumentFormat, string, string, string> Repetitions => new()
    {
        { DocumentFormat.Yaml, "", "# comment\n", "a: b\n" },
        { DocumentFormat.Yaml, "a:\n", "# comment\n", "- b\n" },
        { DocumentFormat.Yaml, "a: b\n", "# comment\n\n", "" },
        { DocumentFormat.Yaml, "a:\n", "- b # comment\n", "" },
        { DocumentFormat.Yaml, "a: [", "b,", "]\n" },
        { DocumentFormat.Yaml, "a: |\n", "  b\n", "" },
        { DocumentFormat.Yaml, "", "---\na: b\n", "" },
        { DocumentFormat.Ini, "[a]\n", "; comment\n", "a = b\n" },
        { DocumentFormat.Ini, "", "[a]\nb = c\n", "" },
        { DocumentFormat.Dotenv, "A=", "\\n", "\n" },
        { DocumentFormat.Json, "{\"a\":[", "1,", "1]}" },
    };

    [Theory, MemberData(nameof(Repetitions))]
    public void Memory_to_encrypt_and_decrypt_follows_the_length(DocumentFormat format, string start, string part, string end)
    {
        RoundTrip(Repeat(100));
        var (small, large) = (Allocated(() => RoundTrip(Repeat(2_000))), Allocated(() => RoundTrip(Repeat(8_000))));
        Assert.InRange((double)large / small, 0, MostGrowth);

        string Repeat(int count) => Encoding.UTF8.GetString(HostileFiles.Repeated(start, _ => part, count, end));

        void RoundTrip(string text) => Sample.Decrypt(Sample.Encrypt(text, format), format);
    }

    [Theory]
    [InlineData("__map_a")]
    [InlineData("__list_0")]
    public void Keys_of_flat_metadata_nest_to_a_limit_at_a_cost_that_follows_their_length(string mark)
    {
        Load(200_000);
        var (small, large) = (Allocated(() => Load(50_000)), Allocated(() => Load(200_000)));
        Assert.InRange((double)large / small, 0, MostGrowth);

        void Load(int count) => Assert.Equal(ErrorCode.MalformedMetadata, Assert.Throws<SecretsKitException>(() =>
            EncryptedFile.Load(HostileFiles.Repeated("A=b\nsops_mac=x\nsops_a", _ => mark, count, "=x\n"), DocumentFormat.Dotenv)).Code);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(32, false)]
    public void Unknown_fields_of_flat_metadata_may_nest_below_the_limit(int marks, bool isRead)
    {
        var text = Sample.Encrypt("A=b\n", DocumentFormat.Dotenv) + "sops_other" + string.Concat(Enumerable.Repeat("__map_a", marks))
            + "=x\n";
        Assert.Equal(isRead, Record.Exception(() => Sample.Open(text, DocumentFormat.Dotenv)) is null);
    }

    [Fact]
    public void Metadata_that_nest_deeper_are_not_written_flat()
    {
        var nested = string.Concat(Enumerable.Repeat("{a: ", 40)) + "b" + new string('}', 40);
        var file = EncryptedFile.Load(Encoding.UTF8.GetBytes("a: ''\n" + Metadata + "  other: " + nested + "\n"), DocumentFormat.Yaml);
        Assert.Equal(
            ErrorCode.EmitFailed, Assert.Throws<DocumentException>(() => file.Serialize(DocumentFormat.Dotenv, WriteOptions.Default)).Code);
    }

    [Fact]
    public void Most_of_a_large_document_may_not_come_from_aliases()
    {
        var text = HostileFiles.Repeated("a: &x [" + string.Concat(Enumerable.Repeat("1,", 1_000)) + "1]\n", i => $"b{i}: *x\n", 2_000);
        var failure = Assert.Throws<DocumentException>(() => PlainFile.Load(text, DocumentFormat.Yaml));
        Assert.Equal((ErrorCode.LimitExceeded, "yaml: document contains excessive aliasing"), (failure.Code, failure.Message));
        Assert.Single(
            PlainFile.Load(HostileFiles.Repeated("a: &x [1, 2]\n", i => $"b{i}: *x\n", 2_000), DocumentFormat.Yaml).Tree.Branches);
    }

    [Fact]
    public void Equal_keys_at_the_end_of_many_are_told()
    {
        var text = HostileFiles.Repeated("", i => $"a{i}: b\n", 300_000, "z: 1\ny: 2\nz: 3\ny: 4\nz: 5\n");
        var failure = Assert.Throws<DocumentException>(() => PlainFile.Load(text, DocumentFormat.Yaml));
        Assert.Equal(
            "yaml: unmarshal errors:\n  line 300003: mapping key \"z\" already defined at line 300001\n  line 300005: mapping key \"z\" " +
            "already defined at line 300001\n"
            + "  line 300004: mapping key \"y\" already defined at line 300002\n  line 300005: mapping key \"z\" already defined at " +
                "line 300003",
            failure.Message);
    }

    [Fact]
    public void Comments_that_both_sides_reworded_merge_whatever_their_number()
    {
        var merged = TreeMerge.Run(Commented("b"), Commented("o"), Commented("t"), _ => MergeSide.Ours).Tree;
        Assert.Equal((2 * 300_000) + 1, merged.Branches[0].Entries.Count);

        static DocumentTree Commented(string word) => new([new MapNode(
            [.. Enumerable.Range(0, 300_000).Select(i => MapEntry.Comment(new CommentNode(new ByteString($"{word}{i}")))), MapEntry.Of(
                "a", new StringNode(new ByteString("b")))])]);
    }

    [Fact]
    public void A_merge_reads_what_lies_deep_once()
    {
        var merged = TreeMerge.Run(Deep("b"), Deep("o"), Deep("t"), _ => MergeSide.Theirs);
        Assert.Single(merged.Conflicts);

        static DocumentTree Deep(string word)
        {
            Node node = new StringNode(new ByteString(new string('x', 8_000_000) + word));
            for (var i = 0; i < 900; i++)
            {
                node = new MapNode([MapEntry.Of("a", node)]);
            }

            return new([(MapNode)node]);
        }
    }

    [Fact]
    public void A_long_key_does_not_multiply_an_INI_section()
    {
        var text = HostileFiles.Repeated("[a]\n" + new string('k', 20_000) + " = 1\n", i => $"a{i} = b\n", 2_000);
        var file = PlainFile.Load(text, DocumentFormat.Ini);
        Assert.Equal(ErrorCode.EmitFailed, Assert.Throws<DocumentException>(() => Sample.TextOf(file, DocumentFormat.Ini)).Code);
    }

    [Fact]
    public void Comments_that_open_under_no_path_are_tried_to_a_limit()
    {
        // 200 blocks deep, 20,000 comments: each would be tried under each block around it.
        var keys = string.Concat(Enumerable.Range(0, 200).Select(i => new string(' ', i) + "a:\n"));
        var text = HostileFiles.Repeated(
            keys, _ => $"{new string(' ', 200)}# {HostileFiles.Ciphertext}\n", 20_000, $"{new string(' ', 200)}b: ''\n" + Metadata);
        var unreadable = 0;
        Sample.Open(
            Encoding.UTF8.GetString(text), DocumentFormat.Yaml, new() { Mac = MacPolicy.Report, UnreadableComment = _ => unreadable++ });
        Assert.Equal(20_000, unreadable);
    }

    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
