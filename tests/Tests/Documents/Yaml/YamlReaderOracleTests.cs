using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SecretsKit.Tests.Documents.Yaml;

/// <summary>An independent implementation reads the same from text on which the two should agree.</summary>
public sealed class YamlReaderOracleTests
{
    private const int Documents = 2_000;

    [Fact]
    public void Reads_generated_text_as_another_implementation_does()
    {
        var random = new Random(20);
        for (var i = 0; i < Documents; i++)
        {
            var text = new YamlTextGenerator(random).Stream();
            Assert.True(Theirs(text) == Ours(text), $"text {i}:\n{text}\ntheirs:\n{Theirs(text)}\nours:\n{Ours(text)}");
        }
    }

    private static string Ours(string text)
    {
        var events = new StringBuilder();
        foreach (var document in YamlReader.ReadAll(Encoding.UTF8.GetBytes(text), DocumentLimits.Default))
        {
            Describe(document.Children[0], events);
        }

        return events.ToString();
    }

    private static void Describe(YamlNode node, StringBuilder events)
    {
        var tag = (node.Style & YamlStyle.Tagged) != 0 ? node.Tag : "";
        var style = node.Style & ~YamlStyle.Tagged;
        switch (node.Kind)
        {
            case YamlKind.Alias:
                events.Append(null, $"alias {node.Value.RevealText()}\n");
                break;
            case YamlKind.Scalar:
                events.Append(null, $"scalar {style} {tag} {node.Anchor} {node.Value.RevealText()}\n");
                break;
            default:
                events.Append(null, $"{node.Kind} {style} {tag} {node.Anchor}\n");
                node.Children.ForEach(child => Describe(child, events));
                events.Append("end\n");
                break;
        }
    }

    private static string Theirs(string text)
    {
        var events = new StringBuilder();
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            events.Append(parser.Current switch
            {
                AnchorAlias alias => $"alias {alias.Value.Value}\n",
                Scalar scalar => $"scalar {Style(scalar.Style)} {Tag(scalar)} {Anchor(scalar)} {scalar.Value}\n",
                SequenceStart start =>
                    $"Sequence {(start.Style == SequenceStyle.Flow ? YamlStyle.Flow : YamlStyle.None)} {Tag(start)} {Anchor(start)}\n",
                MappingStart start =>
                    $"Mapping {(start.Style == MappingStyle.Flow ? YamlStyle.Flow : YamlStyle.None)} {Tag(start)} {Anchor(start)}\n",
                SequenceEnd or MappingEnd => "end\n",
                _ => "",
            });
        }

        return events.ToString();
    }

    private static string? Anchor(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private static string Tag(NodeEvent node) => node.Tag.IsEmpty ? "" : YamlTags.Shorten(node.Tag.Value);

    private static YamlStyle Style(ScalarStyle style) => style switch
    {
        ScalarStyle.SingleQuoted => YamlStyle.SingleQuoted,
        ScalarStyle.DoubleQuoted => YamlStyle.DoubleQuoted,
        ScalarStyle.Literal => YamlStyle.Literal,
        ScalarStyle.Folded => YamlStyle.Folded,
        _ => YamlStyle.None,
    };
}
