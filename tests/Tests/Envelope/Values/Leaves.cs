using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Envelope.Values;

/// <summary>
/// Leaves written as a type tag and a text, for tables. Parsed by the base library, so that our parser is not its own judge.
/// </summary>
internal static class Leaves
{
    public static Node Of(string type, string value) => type switch
    {
        "str" => new StringNode(new(value)),
        "int" => new IntNode(long.Parse(value, CultureInfo.InvariantCulture)),
        "float" => new FloatNode(double.Parse(value, CultureInfo.InvariantCulture)),
        "bool" => new BoolNode(bool.Parse(value)),
        "time" => TimeOf(DateTimeOffset.Parse(value, CultureInfo.InvariantCulture)),
        "comment" => new CommentNode(new(value)),
        "inline" => new CommentNode(new(value), inline: true),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static (string Type, string Value) Describe(Node leaf) => leaf switch
    {
        StringNode node => ("str", node.Value.RevealText()),
        IntNode node => ("int", node.Value.ToString(CultureInfo.InvariantCulture)),
        FloatNode node => ("float", node.Value.ToString(CultureInfo.InvariantCulture)),
        BoolNode node => ("bool", node.Value.ToString()),
        TimeNode node =>
            (
                "time",
                DateTimeOffset.FromUnixTimeSeconds(node.Value.UnixSeconds)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        CommentNode node => (node.Inline ? "inline" : "comment", node.Text.RevealText()),
        _ => throw new ArgumentOutOfRangeException(nameof(leaf)),
    };

    public static string Serialize(Node leaf) => Encoding.UTF8.GetString(ScalarText.Serialize(leaf, new byte[ScalarText.ScratchSize]));

    private static TimeNode TimeOf(DateTimeOffset moment) =>
        new(
            new Timestamp(
                moment.ToUnixTimeSeconds(), (int)(moment.UtcTicks % TimeSpan.TicksPerSecond * 100), (int)moment.Offset.TotalSeconds));
}
