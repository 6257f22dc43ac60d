using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Dotenv;
using SecretsKit.Core.Documents.Ini;
using SecretsKit.Core.Documents.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Documents;

/// <summary>Trees that a format can hold, made at random from a fixed seed, come back as they were.</summary>
public sealed class RoundTripTests
{
    private const int Count = 2_000;
    private const int Seed = 7;

    [Fact]
    public void JSON_gives_back_the_tree()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var tree = new DocumentTree([JsonMap(random, depth: 0)]);
            AssertSame(JsonCodec.Instance, tree, random.Next(-1, 5));
        }
    }

    [Fact]
    public void Dotenv_gives_back_the_tree()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var entries = Enumerable.Range(0, random.Next(8)).Select(_ => random.Next(4) == 0
                ? MapEntry.Comment(new CommentNode(Text(random, "\n").Value))
                : new MapEntry(DotenvKey(random), Text(random, "\\")));
            AssertSame(DotenvCodec.Instance, new DocumentTree([new MapNode([.. entries])]));
        }
    }

    [Fact]
    public void INI_gives_back_the_tree()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var sections = new List<MapEntry> { MapEntry.Of("DEFAULT", IniSection(random, commented: false)) };
            sections.AddRange(
                Enumerable.Range(0, random.Next(4)).Select(n => MapEntry.Of(n == 2 ? "s0" : $"s{n}", IniSection(random, commented: true))));
            AssertSame(IniCodec.Instance, new DocumentTree([new MapNode(sections)]));
        }
    }

    private static void AssertSame(DocumentCodec codec, DocumentTree tree, int? indent = null) =>
        Assert.Equal(TreeText.Of(tree), TreeText.Of(codec.Read(codec.WriteBytes(tree, indent), DocumentLimits.Default)));

    private static MapNode JsonMap(Random random, int depth) =>
        new([.. Enumerable.Range(0, random.Next(6)).Select(_ => new MapEntry(Text(random), JsonValue(random, depth + 1)))]);

    private static Node JsonValue(Random random, int depth) => random.Next(depth > 5 ? 6 : 8) switch
    {
        0 => NullNode.Instance,
        1 => new BoolNode(random.Next(2) == 0),
        2 => new IntNode(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)),
        3 => Float(random),
        6 => JsonMap(random, depth),
        7 => new ListNode([.. Enumerable.Range(0, random.Next(5)).Select(_ => JsonValue(random, depth + 1))]),
        _ => Text(random),
    };

    // A whole number below 1e21 would come back as an integer.
    private static FloatNode Float(Random random)
    {
        while (true)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(value) && (Math.Abs(value) >= 1e21 || value != Math.Truncate(value)))
            {
                return new FloatNode(value);
            }
        }
    }

    private static MapNode IniSection(Random random, bool commented)
    {
        var entries = new List<MapEntry>();
        if (commented && random.Next(2) == 0)
        {
            entries.Add(MapEntry.Comment(IniComment(random)));
        }

        for (var n = random.Next(5); n > 0; n--)
        {
            entries.Add(MapEntry.Of($"key{n}{"=:\""[random.Next(3)]}", IniValue(random)));
            if (random.Next(3) == 0)
            {
                entries.Add(MapEntry.Comment(IniComment(random)));
            }
        }

        return new MapNode(entries);
    }

    private static CommentNode IniComment(Random random) =>
        new(new ByteString(string.Join("\n; ", Enumerable.Range(0, random.Next(1, 3)).Select(_ => "word é" + random.Next(100)))));

    // Quotes inside and a backslash at the end are beyond what go-ini can write so that it reads it back.
    private static StringNode IniValue(Random random) => Text(random, "\"'\\\r\0");

    private static StringNode DotenvKey(Random random)
    {
        var key = Text(random, "=\n").Value;
        return new StringNode(key.Span is [(byte)'#', ..] ? new ByteString([(byte)'_', .. key.Span]) : key);
    }

    private static StringNode Text(Random random, string without = "")
    {
        string[] pieces = ["a", "Zz9", " ", "\t", "\n", "\r", "\0", "\u001f", "\"", "\\", "\\n", "/", "<&>", "'", "`", "#", ";", "=", ":",
            "é", "\u2028", "\U0001f600", "\ufffd", "[", "]"];
        var text = new StringBuilder();
        for (var n = random.Next(6); n > 0; n--)
        {
            text.Append(pieces[random.Next(pieces.Length)]);
        }

        foreach (var unwanted in without)
        {
            text.Replace(unwanted.ToString(), "");
        }

        return new StringNode(new ByteString(text.ToString()));
    }
}
