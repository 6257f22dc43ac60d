using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents;

namespace SecretsKit.Tests.Documents;

/// <summary>A text that two trees share exactly when they are equal, for assertions that show where they differ.</summary>
internal static class TreeText
{
    public static string Of(DocumentTree tree) => string.Join("\n---\n", tree.Branches.Select(Of));

    public static string Of(Node node) => node switch
    {
        MapNode map =>
            "{" + string.Join(", ", map.Entries.Select(entry => entry.IsComment ? Of(entry.Key) : $"{Of(entry.Key)}: {Of(entry.Value)}"))
                + "}",
        ListNode list => "[" + string.Join(", ", list.Items.Select(Of)) + "]",
        StringNode text => $"s'{Encoding.Latin1.GetString(text.Value.Span)}'",
        CommentNode comment => $"#'{Encoding.Latin1.GetString(comment.Text.Span)}'",
        IntNode number => string.Create(CultureInfo.InvariantCulture, $"i{number.Value}"),
        UnsignedNode number => string.Create(CultureInfo.InvariantCulture, $"u{number.Value}"),
        FloatNode number => string.Create(CultureInfo.InvariantCulture, $"f{BitConverter.DoubleToInt64Bits(number.Value):x}"),
        BoolNode truth => truth.Value ? "true" : "false",
        TimeNode time => $"t{time.Value}",
        _ => "null",
    };
}
