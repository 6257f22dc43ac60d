using System.Globalization;

namespace SecretsKit.Core.Documents.Yaml.Layout;

/// <summary>
/// How a YAML text is written, by the places of its values: indentation, collections between brackets, texts in quotes or as blocks. An
/// encrypted value has the style of its plaintext, so that the plaintext has it again.
/// </summary>
internal sealed class KeptStyles
{
    private const int LeastIndent = 2;
    private const int MostIndent = 9;
    private const int DashWidth = 2;
    private const int MostDepth = 100;

    private readonly Dictionary<string, YamlStyle> _styles = new(StringComparer.Ordinal);
    private int? _mapIndent;
    private int? _listIndent;

    private KeptStyles()
    {
    }

    /// <summary>The columns of each level; null where the text shows none.</summary>
    public int? Indent => _mapIndent ?? (_listIndent is null ? null : Math.Max(LeastIndent, _listIndent.Value));

    /// <summary>Whether lists stand two columns left of what else is below a key.</summary>
    public bool CompactsSequences => _listIndent is { } list && Indent is { } indent && list == indent - DashWidth;

    /// <summary>Reads a text.</summary>
    /// <exception cref="DocumentException">It is malformed.</exception>
    public static KeptStyles Of(ReadOnlyMemory<byte> model)
    {
        var styles = new KeptStyles();
        var document = 0;
        foreach (var node in YamlReader.ReadAll(model, DocumentLimits.Default))
        {
            styles.Add(node, Root(document++), 0, inFlow: false);
        }

        return styles;
    }

    /// <summary>The place of a document.</summary>
    public static string Root(int document) => document.ToString(CultureInfo.InvariantCulture);

    /// <summary>The place of a value under a key.</summary>
    public static string Key(string place, string key) => $"{place}/{key}";

    /// <summary>The place of an item, comments not counted.</summary>
    public static string Item(string place, int position) => string.Create(CultureInfo.InvariantCulture, $"{place}[{position}]");

    /// <summary>The style of the value at a place; none where there was no such value, or another kind of one.</summary>
    public YamlStyle At(string place) => _styles.GetValueOrDefault(place);

    private void Add(YamlNode node, string place, int depth, bool inFlow)
    {
        if (depth > MostDepth || node.Kind == YamlKind.Alias)
        {
            return;
        }

        var style = node.Style & ~YamlStyle.Tagged;
        if (inFlow && style == YamlStyle.SingleQuoted && node.Value.RevealText().StartsWith("ENC[", StringComparison.Ordinal))
        {
            return; // Ciphertext between brackets needs quotes, whatever its plaintext had.
        }

        inFlow |= (style & YamlStyle.Flow) != 0;
        if (node.Kind is YamlKind.Mapping or YamlKind.Sequence or YamlKind.Scalar && style != YamlStyle.None)
        {
            _styles.TryAdd(place, style);
        }

        for (var i = 0; i < node.Children.Count; i++)
        {
            if (node.Kind == YamlKind.Mapping)
            {
                var (key, value) = (node.Children[i], node.Children[++i]);
                Measure(node, key, value);
                Add(value, Key(place, key.Value.RevealText()), depth + 1, inFlow);
            }
            else
            {
                Add(node.Children[i], node.Kind == YamlKind.Sequence ? Item(place, i) : place, depth + 1, inFlow);
            }
        }
    }

    private void Measure(YamlNode map, YamlNode key, YamlNode value)
    {
        if (map.Style != YamlStyle.None || value.Style != YamlStyle.None || value.Children.Count == 0)
        {
            return;
        }

        var columns = value.Children[0].Column - key.Column;
        if (value.Kind == YamlKind.Mapping && columns is >= LeastIndent and <= MostIndent)
        {
            _mapIndent ??= columns;
        }
        else if (value.Kind == YamlKind.Sequence && columns - DashWidth is >= 0 and <= MostIndent)
        {
            _listIndent ??= columns - DashWidth;
        }
    }
}
