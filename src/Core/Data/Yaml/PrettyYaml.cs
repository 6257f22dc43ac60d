using System.Buffers;
using System.Globalization;
using System.Text.Unicode;
using SecretsKit.Core.Data.Yaml.Emission;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>
/// YAML as <c>toYamlPretty</c> writes it: go-yaml v3 without the way through JSON, lists under a key indented, nothing folded
/// (spec sprig.md 16.6).
/// </summary>
public static class PrettyYaml
{
    private const int Indent = 2;
    private const int MaxDepth = 1_000;

    /// <summary>Writes a value as one document, ending with a line break.</summary>
    /// <exception cref="ValueException">It holds what has no YAML form; the message is that of go-yaml's panic.</exception>
    /// <exception cref="DocumentException">
    /// The value contains itself, or holds what has no YAML form (<see cref="ErrorCode.EmitFailed"/>).
    /// </exception>
    public static void Write(Value value, IBufferWriter<byte> output) => YamlWriter.Write([Node(value, 0)], output, Indent);

    private static YamlNode Node(Value value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.Cycle, "yaml: the value contains itself");
        }

        if (value.AsObject is { } other)
        {
            return ObjectNode(other, depth);
        }

        if (value.AsMap is { } map)
        {
            return MapNode(map, depth);
        }

        if (value.AsList is { } list)
        {
            var sequence = new YamlNode { Kind = YamlKind.Sequence, Tag = YamlTags.Seq };
            foreach (var item in list.Items)
            {
                sequence.Children.Add(Node(item, depth + 1));
            }

            return sequence;
        }

        return value.Kind switch
        {
            GoKind.Invalid => Scalar(YamlTags.Null, "null"),
            GoKind.Bool => Scalar(YamlTags.Bool, value.Boolean ? "true" : "false"),
            GoKind.String => String(value.StringBytes),
            GoKind.Float64 or GoKind.Float32 => Scalar("", GoFloat.Format(value.Float64, GoFloatFormat.Yaml)),
            GoKind.Uint or GoKind.Uint8 or GoKind.Uint16 or GoKind.Uint32 or GoKind.Uint64 =>
                Scalar(YamlTags.Int, ((ulong)value.Bits).ToString(CultureInfo.InvariantCulture)),
            _ => Scalar(YamlTags.Int, value.Bits.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static YamlNode MapNode(MapValue map, int depth)
    {
        var node = new YamlNode { Kind = YamlKind.Mapping, Tag = YamlTags.Map };
        foreach (var key in NaturalOrder.Sort(map.SortedKeys, lettersFirstAfterDigits: true))
        {
            node.Children.Add(String(key.Span));
            node.Children.Add(Node(map[key], depth + 1));
        }

        return node;
    }

    // Structs go by their fields, whose names are lower-cased; moments are plain.
    private static YamlNode ObjectNode(GoObject value, int depth)
    {
        if (value.Type.Kind == GoKind.Complex128)
        {
            throw new ValueException("cannot marshal type: " + value.Type.Name);
        }

        if (value.Map is { } map)
        {
            return MapNode(map, depth);
        }

        if (value.Type.Name == "time.Time" && value.JsonForm is { IsString: true } moment)
        {
            return Scalar("", new ByteString(moment.StringBytes));
        }

        if (value.Fields.Count == 0 && value.JsonForm is { } form)
        {
            return Node(form, depth + 1);
        }

        var node = new YamlNode { Kind = YamlKind.Mapping, Tag = YamlTags.Map };
        foreach (var (name, field) in value.Fields)
        {
            node.Children.Add(String(new ByteString(name.ToLowerInvariant()).Span));
            node.Children.Add(Node(field, depth + 1));
        }

        return node;
    }

    private static YamlNode String(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            return Scalar(YamlTags.Binary, new ByteString(Convert.ToBase64String(text)));
        }

        var node = Scalar(YamlTags.Str, new ByteString(text));
        if (YamlLegacyResolver.IsOldWord(text) || ScalarStyles.IsSexagesimal(text))
        {
            node.Style = YamlStyle.DoubleQuoted;
        }

        return node;
    }

    private static YamlNode Scalar(string tag, string text) => Scalar(tag, new ByteString(text));

    private static YamlNode Scalar(string tag, ByteString text) => new() { Kind = YamlKind.Scalar, Tag = tag, Value = text };
}
