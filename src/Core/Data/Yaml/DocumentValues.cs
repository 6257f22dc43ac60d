using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>
/// Hands the tree of a document over as the values that charts see, without writing and reading its text: with the same result as
/// <see cref="KubernetesYaml.Read"/> of the text that the tree would be written as.
/// </summary>
public static class DocumentValues
{
    private static readonly ByteString MergeKey = new("<<"u8.ToArray());

    /// <summary>The values of a document. Texts are copied.</summary>
    /// <param name="document">The document; may be secret.</param>
    /// <param name="replace">Receives each scalar and its node, and says what takes its place; null to keep all.</param>
    /// <returns>
    /// Null where the text alone tells what it is read as: moments, numbers that JSON cannot hold, keys that
    /// are no text, stand twice or ask for a merge, maps and lists with nothing but comments.
    /// </returns>
    public static MapValue? TryConvert(MapNode document, Func<Node, Value, Value>? replace = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        return TryMap(document, replace, out var value) ? value.AsMap : null;
    }

    /// <summary>The text of a single value as messages and templates show it; integers as such.</summary>
    /// <param name="leaf">The value.</param>
    /// <param name="text">Receives the text.</param>
    /// <returns>False for maps, lists, comments, moments and null.</returns>
    public static bool TryText(Node leaf, out string text)
    {
        var value = leaf switch
        {
            IntNode number => Value.Int64(number.Value),
            UnsignedNode number => Value.Scalar(GoType.Uint64, (long)number.Value),
            FloatNode number => Value.Float(number.Value),
            BoolNode truth => Value.Of(truth.Value),
            StringNode letters => Value.Of(letters.Value.Span),
            _ => Value.Nil,
        };
        text = "";
        return !value.IsNil && ScalarText.TryOf(value, out text);
    }

    private static bool TryNode(Node node, Func<Node, Value, Value>? replace, out Value value)
    {
        switch (node)
        {
            case MapNode map:
                return TryMap(map, replace, out value);
            case ListNode list:
                return TryList(list, replace, out value);
            default:
                var isScalar = TryScalar(node, out value);
                value = isScalar && replace is not null ? replace(node, value) : value;
                return isScalar;
        }
    }

    private static bool TryScalar(Node node, out Value value)
    {
        value = Value.Nil;
        switch (node)
        {
            case NullNode:
                return true;
            case StringNode text:
                value = Value.Of(Utf8Text.Repair(text.Value.Span));
                return true;
            case BoolNode truth:
                value = Value.Of(truth.Value);
                return true;
            case IntNode number:
                value = Value.Float(number.Value);
                return true;
            case UnsignedNode number:
                value = Value.Float(number.Value);
                return true;
            case FloatNode number when double.IsFinite(number.Value):
                value = Value.Float(number.Value);
                return true;
            default:
                return false;
        }
    }

    private static bool TryMap(MapNode node, Func<Node, Value, Value>? replace, out Value value)
    {
        value = Value.Nil;
        var map = new MapValue(capacity: node.Entries.Count);
        foreach (var entry in node.Entries)
        {
            if (entry.IsComment)
            {
                continue;
            }

            if (entry.Key is not StringNode key || key.Value == MergeKey || !System.Text.Unicode.Utf8.IsValid(key.Value.Span)
                || map.Contains(key.Value) || !TryNode(entry.Value, replace, out var item))
            {
                return false;
            }

            map.Set(new ByteString(key.Value.Span.ToArray()), item);
        }

        value = Value.Of(map);
        return map.Count > 0 || node.Entries.Count == 0;
    }

    private static bool TryList(ListNode node, Func<Node, Value, Value>? replace, out Value value)
    {
        value = Value.Nil;
        var items = new List<Value>(node.Items.Count);
        foreach (var child in node.Items)
        {
            if (child is CommentNode)
            {
                continue;
            }

            if (!TryNode(child, replace, out var item))
            {
                return false;
            }

            items.Add(item);
        }

        value = Value.Of(new ListValue([.. items]));
        return items.Count > 0 || node.Items.Count == 0;
    }
}
