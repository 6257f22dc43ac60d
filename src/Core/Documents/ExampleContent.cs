using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents;

/// <summary>What the editor shows for a file that does not exist yet (spec sops.md 6.6).</summary>
public static class ExampleContent
{
    private const string Greeting = "Welcome to SOPS! Edit this file as you please!";

    /// <summary>A fresh tree, the caller's to change. The comment of the structured example shows in YAML only.</summary>
    public static DocumentTree Of(DocumentFormat format) => new(
    [
        format switch
        {
            DocumentFormat.Yaml or DocumentFormat.Json => Structured(),
            DocumentFormat.Ini => new MapNode([MapEntry.Of("Welcome!", new MapNode([Comment("This is an example file."), .. Simple()]))]),
            DocumentFormat.Dotenv => new MapNode(
                [Comment(" This is an example file."), .. Simple(), MapEntry.Of("example_multiline", Text("foo\nbar\nbaz"))]),
            DocumentFormat.Binary => new MapNode([MapEntry.Of("data", Text(Greeting))]),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        },
    ]);

    private static MapNode Structured() => new(
    [
        .. Simple(),
        Comment(" Example comment"),
        MapEntry.Of("example_array", new ListNode([Text("example_value1"), Text("example_value2")])),
        MapEntry.Of("example_number", new FloatNode(1234.56789)),
        MapEntry.Of("example_booleans", new ListNode([new BoolNode(true), new BoolNode(false)])),
    ]);

    private static MapEntry[] Simple() => [MapEntry.Of("hello", Text(Greeting)), MapEntry.Of("example_key", Text("example_value"))];

    private static MapEntry Comment(string text) => MapEntry.Comment(new CommentNode(new ByteString(text)));

    private static StringNode Text(string text) => new(new ByteString(text));
}
