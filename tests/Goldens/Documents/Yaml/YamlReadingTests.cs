using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Goldens.Documents.Yaml;

public sealed class YamlReadingTests
{
    [Theory, MemberData(nameof(YamlRow.Ids), MemberType = typeof(YamlRow))]
    public void Reads_the_nodes_and_failures_that_the_reference_reads(string id)
    {
        var row = YamlRow.Get(id);
        var (trees, error) = Read(YamlRow.Input(id));
        Assert.Equal(Expected(row.GetProperty("trees")), trees);
        Assert.Equal(row.TryGetProperty("error", out var expectedError) ? expectedError.GetString() : null, error?.Message);
        Assert.True(error is null || (error.Line > 0 && error.Column > 0));
    }

    private static (string Trees, DocumentException? Error) Read(byte[] input)
    {
        var text = new StringBuilder();
        try
        {
            var reader = new YamlReader(input, DocumentLimits.Default) { NamesUnknownAnchors = true };
            while (reader.Read() is { } document)
            {
                Describe(document, 0, text);
            }

            return (text.ToString(), null);
        }
        catch (DocumentException error)
        {
            return (text.ToString(), error);
        }
    }

    // Trees are compared as indented lines, one per node, so that a difference shows in the test's output.
    private static void Describe(YamlNode node, int depth, StringBuilder text)
    {
        // The rows show an alias with the tag of what it refers to.
        var tag = (node.Target ?? node).Tag;
        Append(text, depth, node.Kind.ToString(), node.Line, node.Column, (int)node.Style, tag, node.Anchor ?? "");
        Append(text, "value", node.Value.Span);
        Append(text, "head", node.HeadComment.Span);
        Append(text, "line", node.LineComment.Span);
        Append(text, "foot", node.FootComment.Span);
        text.Append('\n');
        foreach (var child in node.Children)
        {
            Describe(child, depth + 1, text);
        }
    }

    private static string Expected(JsonElement trees)
    {
        var text = new StringBuilder();
        if (trees.ValueKind == JsonValueKind.Array)
        {
            foreach (var tree in trees.EnumerateArray())
            {
                Describe(tree, 0, text);
            }
        }

        return text.ToString();
    }

    private static void Describe(JsonElement node, int depth, StringBuilder text)
    {
        Append(
            text,
            depth,
            Text(node, "kind"),
            Number(node, "line"),
            Number(node, "column"),
            Number(node, "style"),
            Text(node, "tag"),
            Text(node, "anchor"));
        Append(text, "value", Bytes(node, "value"));
        Append(text, "head", Bytes(node, "head"));
        Append(text, "line", Bytes(node, "lineComment"));
        Append(text, "foot", Bytes(node, "foot"));
        text.Append('\n');
        if (node.TryGetProperty("content", out var content))
        {
            foreach (var child in content.EnumerateArray())
            {
                Describe(child, depth + 1, text);
            }
        }
    }

    private static void Append(StringBuilder text, int depth, string kind, int line, int column, int style, string tag, string anchor) =>
        text.Append(' ', depth)
            .Append(CultureInfo.InvariantCulture, $"{kind.ToLowerInvariant()} {line}:{column} style={style} tag={tag} anchor={anchor}");

    private static void Append(StringBuilder text, string name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            text.Append(' ').Append(name).Append('=').Append(JsonEncodedText.Encode(Encoding.Latin1.GetString(value)).ToString());
        }
    }

    private static string Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static int Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static byte[] Bytes(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? YamlRow.Bytes(value) : [];
}
