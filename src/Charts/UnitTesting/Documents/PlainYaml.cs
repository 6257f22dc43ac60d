using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Documents;

/// <summary>
/// Reads YAML of suites and rendered documents with go-yaml v3's types, so that integers, floats and moments are told apart. What
/// charts see of values is <see cref="ForTemplates"/>.
/// </summary>
internal static class PlainYaml
{
    /// <summary>Bounds on one file: generous for what people write, too little for bombs.</summary>
    public static DocumentLimits Limits { get; } = new() { MaxBytes = 32 * 1024 * 1024, MaxDepth = 200, MaxNodes = 1_000_000 };

    private static readonly ByteString MergeKey = new("<<"u8.ToArray());

    /// <summary>The nodes of a text with one or several documents.</summary>
    /// <exception cref="DocumentException">It is malformed; the message is the reference's.</exception>
    public static IEnumerable<YamlNode> Nodes(ReadOnlyMemory<byte> text)
    {
        var reader = new YamlReader(text, Limits) { NamesUnknownAnchors = true, SkipsComments = true };
        while (reader.Read() is { } document)
        {
            if (document.Children.Count > 0)
            {
                yield return document.Children[0];
            }
        }
    }

    /// <summary>The value of a node.</summary>
    /// <exception cref="DocumentException">It refers to itself, is too deep, or stands for too many values.</exception>
    public static Value ValueOf(YamlNode node) => new Conversion().Read(node, 0);

    /// <summary>The value as a chart's values hold it: integers are floats there, moments are texts.</summary>
    public static Value ForTemplates(Value value)
    {
        if (value.AsMap is { } map)
        {
            var copy = new MapValue(capacity: map.Count);
            foreach (var (key, item) in map.Entries)
            {
                copy.Set(key, ForTemplates(item));
            }

            return Value.Of(copy);
        }

        if (value.AsList is { } list)
        {
            var items = new Value[list.Count];
            for (var at = 0; at < items.Length; at++)
            {
                items[at] = ForTemplates(list[at]);
            }

            return Value.Of(new ListValue(items));
        }

        return value.Kind switch
        {
            GoKind.Int => Value.Float(value.Bits),
            GoKind.Uint64 => Value.Float((ulong)value.Bits),
            _ => value.AsObject is Moment moment ? Value.Of(moment.Written) : value,
        };
    }

    private sealed class Conversion
    {
        private readonly HashSet<YamlNode> _open = new(ReferenceEqualityComparer.Instance);
        private int _nodes;

        public Value Read(YamlNode node, int depth)
        {
            if (++_nodes > Limits.MaxNodes || depth > Limits.MaxDepth)
            {
                throw Fail(node, DocumentFault.Limit, "too many values, or too deep a nesting");
            }

            switch (node.Kind)
            {
                case YamlKind.Alias:
                    return Opened(node.Target!, target => Read(target, depth + 1));
                case YamlKind.Sequence:
                    return Value.Of(new ListValue([.. node.Children.Select(child => Read(child, depth + 1))]));
                case YamlKind.Mapping:
                    var map = new MapValue(capacity: node.Children.Count / 2);
                    Fill(map, node, depth);
                    return Value.Of(map);
                default:
                    return Scalar(node);
            }
        }

        private Value Opened(YamlNode target, Func<YamlNode, Value> read)
        {
            if (!_open.Add(target))
            {
                throw Fail(target, DocumentFault.Cycle, $"anchor '{target.Anchor}' value contains itself");
            }

            var value = read(target);
            _open.Remove(target);
            return value;
        }

        // What a merge brings comes first, so that the map's own keys win.
        private void Fill(MapValue map, YamlNode node, int depth)
        {
            for (var at = 0; at + 1 < node.Children.Count; at += 2)
            {
                if (IsMerge(node.Children[at]))
                {
                    Merge(map, Read(node.Children[at + 1], depth + 1));
                }
            }

            for (var at = 0; at + 1 < node.Children.Count; at += 2)
            {
                if (!IsMerge(node.Children[at]))
                {
                    map.Set(Key(node.Children[at]), Read(node.Children[at + 1], depth + 1));
                }
            }
        }

        private static void Merge(MapValue map, Value from)
        {
            foreach (var source in from.AsList is { } list ? list.Items : [from])
            {
                if (source.AsMap is { } table)
                {
                    foreach (var (key, item) in table.Entries)
                    {
                        if (!map.Contains(key))
                        {
                            map.Set(key, item);
                        }
                    }
                }
            }
        }

        private static bool IsMerge(YamlNode key) => key is { Kind: YamlKind.Scalar, Style: YamlStyle.None } && key.Value == MergeKey;

        private static ByteString Key(YamlNode key) => key.Kind switch
        {
            YamlKind.Scalar => new(key.Value.Span),
            YamlKind.Alias when key.Target!.Kind == YamlKind.Scalar => new(key.Target.Value.Span),
            _ => throw Fail(key, DocumentFault.InvalidKey, "invalid map key: a map or a list"),
        };

        private static Value Scalar(YamlNode node)
        {
            var isTagged = (node.Style & YamlStyle.Tagged) != 0;
            if (!isTagged && (node.Style & ~YamlStyle.Tagged) != 0)
            {
                return Value.Of(node.Value.Span);
            }

            YamlScalar scalar;
            if (!isTagged)
            {
                scalar = YamlResolver.Resolve(node.Value.Span);
            }
            else if (!YamlResolver.TryResolve(node.Tag, node.Value.Span, out scalar))
            {
                throw Fail(node, DocumentFault.InvalidScalar, $"cannot decode {scalar.Tag} `{node.Value.RevealText()}` as a {node.Tag}");
            }

            return scalar.Type switch
            {
                YamlScalarType.Null => Value.Nil,
                YamlScalarType.Bool => Value.Of(scalar.Bool),
                YamlScalarType.Int => Value.Int(scalar.Int),
                YamlScalarType.Unsigned => Value.Scalar(GoType.Uint64, (long)scalar.Unsigned),
                YamlScalarType.Float => Value.Float(scalar.Float),
                YamlScalarType.Timestamp => Value.Of(new Moment(scalar.Time, node.Value.RevealText())),
                _ => Value.Of(node.Value.Span),
            };
        }

        private static DocumentException Fail(YamlNode at, DocumentFault fault, string problem) =>
            new(ErrorCode.MalformedDocument, fault, "yaml: " + problem, at.Line, at.Column) { Problem = problem };
    }
}
