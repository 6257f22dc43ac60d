using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Documents.Yaml;

/// <summary>
/// Trees made at random from a fixed seed come back as they were, comments included, and what was written is a fixed point.
/// </summary>
public sealed class YamlRoundTripTests
{
    private const int Count = 3_000;
    private const int Seed = 11;

    private static readonly string[] Pieces =
    [
        "a", "Zz9", " ", "  ", "\t", "\n", "\n\n", "\r", "\0", "\u0007", "\u001b", "\"", "'", "\\", "#", " #", ":", ": ", "- ", "-", "? ",
        "?", ",", "[", "]", "{", "}",
        "&", "*", "!", "!!int ", "|", ">", "%", "@", "`", "<<", "~", "null", "true", "y", "1", "0x1F", "1e3", ".5", "2024-01-01", "1:30",
        "---", "...", "=", "é", "\u0085",
        "\u00a0", "\ud7ff", "\ue000", "\ufeff", "\ufffd", "\U0001f600",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tree_comes_back(bool withComments)
    {
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var tree = new DocumentTree([.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Map(random, withComments, depth: 0))]);
            var indent = random.Next(2, 10);
            var text = YamlCodec.Instance.Write(tree, indent);
            var read = YamlCodec.Instance.Read(text);
            Assert.True(TreeText.Of(tree) == TreeText.Of(read), $"tree {i}:\n{TreeText.Of(tree)}\n{TreeText.Of(read)}\n{text}");
            Assert.Equal(text, YamlCodec.Instance.Write(read, indent));
        }
    }

    // What is above the first entry of an item of a list is above the item: there a comment could belong to either.
    private static MapNode Map(Random random, bool withComments, int depth, bool isItem = false)
    {
        var entries = new List<MapEntry>();
        var count = random.Next(depth == 0 ? 1 : 0, 5);
        for (var n = 0; n < count; n++)
        {
            if (withComments && (n > 0 || !isItem) && random.Next(3) == 0)
            {
                entries.Add(MapEntry.Comment(Comment(random)));
            }

            var value = Value(random, withComments, depth + 1);
            if (withComments && value is not (MapNode or ListNode) && random.Next(4) == 0)
            {
                entries.Add(MapEntry.Comment(new CommentNode(Comment(random).Text, inline: true)));
            }

            entries.Add(new MapEntry(new StringNode(new ByteString($"{n}{Key(random, withComments)}")), value));
        }

        // Between the end of a nested block and a shallower key the reference gives a comment to the nested block.
        if (withComments && entries is [.., { Value: not (MapNode or ListNode) }] && random.Next(4) == 0)
        {
            entries.Add(MapEntry.Comment(Comment(random)));
        }

        return new MapNode(entries);
    }

    // After a key of several lines the comments of its value stand on the line of the colon, as if they were the key's.
    private static string Key(Random random, bool withComments)
    {
        var text = Text(random);
        return withComments ? text.Replace("\n", "").Replace("\r", "").Replace("\u0085", "") : text;
    }

    private static Node Value(Random random, bool withComments, int depth, bool isItem = false) => random.Next(depth > 5 ? 7 : 10) switch
    {
        0 => NullNode.Instance,
        1 => new BoolNode(random.Next(2) == 0),
        2 => new IntNode(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)),
        3 => new FloatNode(random.NextDouble() * Math.Pow(10, random.Next(-20, 20)) + 0.1),
        4 =>
            new TimeNode(
                new Timestamp(
                    random.NextInt64(-60_000_000_000, 250_000_000_000),
                    random.Next(2) * random.Next(1_000_000_000),
                    random.Next(-720, 720) * 60)),
        7 => Map(random, withComments, depth, isItem),
        8 or 9 => List(random, withComments, depth, isItem),
        _ =>
            new StringNode(random.Next(20) == 0
                ? new ByteString([0xFF, (byte)random.Next(256), .. new byte[random.Next(80)]])
                : new ByteString(Text(random))),
    };

    private static ListNode List(Random random, bool withComments, int depth, bool isItem)
    {
        var items = new List<Node>();
        for (var n = random.Next(5); n > 0; n--)
        {
            var item = Value(random, withComments, depth + 1, isItem: true);
            if (withComments && (items.Count > 0 || !isItem) && random.Next(3) == 0)
            {
                items.Add(new CommentNode(Comment(random).Text, inline: item is not (MapNode or ListNode) && random.Next(2) == 0));
            }

            items.Add(item);
        }

        if (withComments && items.Count > 0 && items[^1] is not (MapNode or ListNode) && random.Next(4) == 0)
        {
            items.Add(Comment(random));
        }

        return new ListNode(items);
    }

    private static CommentNode Comment(Random random) => new(new ByteString($" c{random.Next(100)} é # x: y"));

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var n = random.Next(6); n > 0; n--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }
}
