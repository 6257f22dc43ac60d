using SecretsKit.Charts.YamlText;
using SecretsKit.Charts.YamlText.Parsing;

namespace SecretsKit.Charts.YamlSchemas.Data;

/// <summary>Makes values of the nodes of documents: aliases, merged mappings, tags.</summary>
internal sealed class DataReader
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    // A node of another may merge it, and so on.
    private const int MaxMerged = 100_000;

    private readonly Dictionary<string, DataValue> _anchors = [];
    private int _merged;

    /// <summary>The values of the documents of a text.</summary>
    /// <exception cref="YamlSyntaxException">It is no YAML, or an alias has no anchor.</exception>
    public static IReadOnlyList<DataValue> Read(string text) =>
        [.. SyntaxParser.Parse(text).Select(document => new DataReader().Value(document))];

    private DataValue Value(SyntaxNode node)
    {
        var value = node switch
        {
            AliasNode alias => _anchors.GetValueOrDefault(alias.Name)
                ?? throw new YamlSyntaxException(null, null, $"found undefined alias '{alias.Name}'", alias.Start),
            SequenceNode sequence => new ListValue([.. sequence.Items.Select(Value)]),
            MappingNode mapping => Map(mapping),
            ScalarNode scalar => Scalar(scalar),
            _ => new NullValue(),
        };
        if (node.Anchor is not null)
        {
            _anchors[node.Anchor] = value;
        }

        return value;
    }

    private static DataValue Scalar(ScalarNode scalar)
    {
        var tag = scalar.Tag is { } full && full.StartsWith(TagPrefix, StringComparison.Ordinal) ? full[TagPrefix.Length..] : scalar.Tag;
        return tag switch
        {
            null when scalar.IsPlain => ScalarValues.Plain(scalar.Value),
            null or "!" or "str" => new TextValue(scalar.Value),
            "null" or "bool" or "int" or "float" or "timestamp" => ScalarValues.Plain(scalar.Value),
            _ => throw new YamlSyntaxException(
                null, null, $"could not determine a constructor for the tag '{scalar.Tag}'", scalar.Start),
        };
    }

    private MapValue Map(MappingNode mapping)
    {
        var fields = new OrderedDictionary<DataValue, DataValue>();
        var merged = new List<MapValue>();
        foreach (var (key, value) in mapping.Pairs)
        {
            if (key is ScalarNode { IsPlain: true, Value: "<<", Tag: null })
            {
                Collect(Value(value), value, merged);
            }
            else
            {
                var name = Value(key);
                fields[name is ListValue or MapValue
                    ? throw new YamlSyntaxException("while constructing a mapping", mapping.Start, "found unhashable key", key.Start)
                    : name] = Value(value);
            }
        }

        // What is merged lies below, the first map above the others.
        foreach (var (key, value) in merged.SelectMany(map => map.Fields))
        {
            if (++_merged > MaxMerged)
            {
                throw new YamlSyntaxException(null, null, $"more than {MaxMerged} fields are merged", mapping.Start);
            }

            fields.TryAdd(key, value);
        }

        return new(fields);
    }

    private static void Collect(DataValue value, SyntaxNode node, List<MapValue> merged)
    {
        switch (value)
        {
            case MapValue map:
                merged.Add(map);
                break;
            case ListValue list when list.Items.All(item => item is MapValue):
                merged.AddRange(list.Items.Cast<MapValue>());
                break;
            default:
                throw new YamlSyntaxException(
                    "while constructing a mapping", node.Start, "expected a mapping or list of mappings for merging", node.Start);
        }
    }
}
