using System.Buffers;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Text;
using SecretsKit.Tests.Documents;

namespace SecretsKit.Tests.Envelope.Signing;

public sealed class CanonicalTextTests
{
    private const int Count = 3_000;
    private const int Seed = 11;

    [Fact]
    public void Trees_share_a_form_exactly_when_they_are_equal()
    {
        var random = new Random(Seed);
        var seen = new Dictionary<string, string>();
        for (var i = 0; i < Count; i++)
        {
            var tree = new DocumentTree([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Map(random, 0))]);
            var form = Convert.ToHexString(Form(new(tree, Sample.Metadata())));
            var text = TreeText.Of(tree);
            Assert.Equal(text, seen.GetValueOrDefault(form, text));
            seen[form] = text;
        }

        Assert.Equal(seen.Count, seen.Values.Distinct().Count());
        Assert.True(seen.Count > Count / 2);
    }

    [Fact]
    public void A_small_change_of_a_tree_changes_its_form()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var tree = new DocumentTree([Map(random, 0)]);
            var (form, text) = (Form(new(tree, Sample.Metadata())), TreeText.Of(tree));
            var map = tree.Branches[0];
            switch (random.Next(4))
            {
                case 0 when map.Entries.Count > 1:
                    (map.Entries[0], map.Entries[^1]) = (map.Entries[^1], map.Entries[0]);
                    break;
                case 1 when map.Entries.Count > 0:
                    map.Entries.RemoveAt(random.Next(map.Entries.Count));
                    break;
                case 2 when map.Entries is [{ IsComment: false }, ..]:
                    map.Entries[0] = map.Entries[0] with { Value = new ListNode([map.Entries[0].Value]) };
                    break;
                default:
                    map.Entries.Add(MapEntry.Of("", NullNode.Instance));
                    break;
            }

            Assert.Equal(text == TreeText.Of(tree), form.AsSpan().SequenceEqual(Form(new(tree, Sample.Metadata()))));
        }
    }

    [Fact]
    public void A_file_has_one_form_in_all_formats_that_can_hold_it()
    {
        var json = Load(Sample.Encrypt("""{"a": "x", "b": {"c": "y"}}""", DocumentFormat.Json), DocumentFormat.Json);
        foreach (var format in new[] { DocumentFormat.Json, DocumentFormat.Yaml, DocumentFormat.Binary })
        {
            Assert.Equal(Form(json), Form(Load(Encoding.UTF8.GetString(json.Serialize(format, WriteOptions.Default)), format)));
        }
    }

    [Fact]
    public void Where_a_comment_stands_on_its_line_is_layout()
    {
        static EncryptedFile File(bool inline) => new(
            new(
                [new(
                    [MapEntry.Comment(new(new ByteString(" c"), inline)), MapEntry.Of(
                        "a", new StringNode(new ByteString("b")))])]), Sample.Metadata());
        Assert.Equal(Form(File(inline: true)), Form(File(inline: false)));
    }

    // Version 1 of the form: a change of it would make all signatures void.
    [Fact]
    public void The_form_of_version_1_stays()
    {
        MapNode map = new(
        [
            MapEntry.Of("s", new StringNode(new ByteString("x"))), MapEntry.Of("i", new IntNode(-2)), MapEntry.Of(
                "b", new BoolNode(true)), MapEntry.Of(
                "n",
                NullNode.Instance),
        ]);
        var form = Form(new(new([map]), Sample.Metadata()));
        var expected = "736563726574736b6974207369676e65642066696c6520763100" // heading
            + "0000000000000001" // one document
            + "6d0000000000000004" // a map of four
            + "73000000000000000173" + "73000000000000000178"
            + "73000000000000000169" + "69fffffffffffffffe"
            + "73000000000000000162" + "31"
            + "7300000000000000016e" + "6e"
            + "6d0000000000000005" // the metadata: age, lastmodified, mac, unencrypted_suffix, version
            + "730000000000000003616765" + "6c0000000000000001" + "6d0000000000000002";
        Assert.StartsWith(expected, Convert.ToHexStringLower(form), StringComparison.Ordinal);
    }

    private static MapNode Map(Random random, int depth) => new(
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(6) == 0
            ? MapEntry.Comment(new(Text(random)))
            : new MapEntry(new StringNode(Text(random)), Any(random, depth)))]);

    private static Node Any(Random random, int depth) => random.Next(depth < 3 ? 10 : 8) switch
    {
        0 => NullNode.Instance,
        1 => new BoolNode(random.Next(2) == 0),
        2 => new IntNode(random.Next(-2, 3)),
        3 => new FloatNode(random.Next(-2, 3)),
        4 => new UnsignedNode((ulong)long.MaxValue + (ulong)random.Next(1, 3)),
        5 => new TimeNode(new(random.Next(2), random.Next(2), random.Next(2) * 60)),
        6 or 7 => new StringNode(Text(random)),
        8 => Map(random, depth + 1),
        _ =>
            new ListNode(
                [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(6) == 0
                    ? new CommentNode(Text(random))
                    : Any(random, depth + 1))]),
    };

    private static ByteString Text(Random random) =>
        new(string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => "ab\0sm"[random.Next(5)])));

    private static EncryptedFile Load(string text, DocumentFormat format) => EncryptedFile.Load(Encoding.UTF8.GetBytes(text), format);

    private static byte[] Form(EncryptedFile file)
    {
        var output = new ArrayBufferWriter<byte>();
        FileSignature.WriteMessage(file, output);
        return output.WrittenSpan.ToArray();
    }
}
