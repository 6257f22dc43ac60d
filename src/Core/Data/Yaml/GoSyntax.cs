using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>Nodes in Go's syntax, as messages about impossible keys show them: <c>[]interface {}{"a", 1}</c>.</summary>
internal static class GoSyntax
{
    // Long enough to recognise the key by.
    private const int MaxNodes = 100;

    private static readonly Comparer<ByteString> ByteOrder = Comparer<ByteString>.Create(
        (left, right) => left.Span.SequenceCompareTo(right.Span));

    public static string Of(YamlNode node)
    {
        var text = new StringBuilder();
        var left = MaxNodes;
        Append(text, node, ref left);
        return text.ToString();
    }

    private static void Append(StringBuilder text, YamlNode node, ref int left)
    {
        if (--left < 0)
        {
            text.Append("...");
            return;
        }

        switch (node.Kind)
        {
            case YamlKind.Alias:
                Append(text, node.Target!, ref left);
                break;
            case YamlKind.Sequence:
                text.Append("[]interface {}{");
                for (var i = 0; i < node.Children.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Append(text, node.Children[i], ref left);
                }

                text.Append('}');
                break;
            case YamlKind.Mapping:
                AppendMapping(text, node, ref left);
                break;
            default:
                text.Append(Scalar(node));
                break;
        }
    }

    private static void AppendMapping(StringBuilder text, YamlNode node, ref int left)
    {
        var entries = Enumerable.Range(0, node.Children.Count / 2)
            .Select(at => (Key: node.Children[2 * at], Value: node.Children[(2 * at) + 1]))
            .ToList();

        // Go sorts keys of one type; among several types any order may come.
        if (entries.TrueForAll(entry => IsText(entry.Key)))
        {
            entries = [.. entries.OrderBy(entry => entry.Key.Value, ByteOrder)];
        }

        text.Append("map[interface {}]interface {}{");
        var separator = "";
        foreach (var (key, value) in entries)
        {
            text.Append(separator);
            separator = ", ";
            Append(text, key, ref left);
            text.Append(':');
            Append(text, value, ref left);
        }

        text.Append('}');
    }

    private static bool IsText(YamlNode node) =>
        node.Kind == YamlKind.Scalar
            && (node.Style != YamlStyle.None || YamlLegacyResolver.Resolve(node.Value.Span).Type == YamlScalarType.String);

    private static string Scalar(YamlNode node)
    {
        var scalar = node.Style == YamlStyle.None ? YamlLegacyResolver.Resolve(node.Value.Span) : default;
        return scalar.Type switch
        {
            YamlScalarType.Null => "interface {}(nil)",
            YamlScalarType.Bool => scalar.Bool ? "true" : "false",
            YamlScalarType.Int => scalar.Int.ToString(CultureInfo.InvariantCulture),
            YamlScalarType.Unsigned => "0x" + scalar.Unsigned.ToString("x", CultureInfo.InvariantCulture),
            YamlScalarType.Float => GoFloat.Format(scalar.Float, GoFloatFormat.Sprint),
            _ => GoQuote.Format(node.Value.Span, GoQuoteStyle.Quote),
        };
    }
}
