using System.Globalization;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>
/// Values of the metadata block under the reference's weak typing (spec sops.md 5.3): numbers and truth values stand for texts and the
/// other way round, null for nothing, one entry for a list of one. What cannot be is collected, not thrown.
/// </summary>
internal sealed class WeakValue(List<string> problems)
{
    /// <summary>A text. A YAML timestamp that somebody forgot to quote is none, as in the reference.</summary>
    public string ToText(Node? value, string path)
    {
        switch (value)
        {
            case null or NullNode:
                return "";
            case StringNode text:
                return text.Value.RevealText();
            case BoolNode truth:
                return truth.Value ? "1" : "0";
            case IntNode number:
                return number.Value.ToString(CultureInfo.InvariantCulture);
            case UnsignedNode number:
                return number.Value.ToString(CultureInfo.InvariantCulture);
            case FloatNode number:
                return GoFloat.Format(number.Value, GoFloatFormat.Plain);
            default:
                problems.Add($"'{path}' expected type 'string', got unconvertible type '{GoTypeName.OfDecoded(value)}'");
                return "";
        }
    }

    public int ToInt(Node? value, string path)
    {
        switch (value)
        {
            case null or NullNode:
                return 0;
            case IntNode number:
                return (int)Math.Clamp(number.Value, int.MinValue, int.MaxValue);
            case FloatNode number:
                return (int)number.Value;
            case BoolNode truth:
                return truth.Value ? 1 : 0;
            case StringNode { Value.IsEmpty: true }:
                return 0;
            case StringNode text:
                var error = GoNumber.ParseInt(text.Value.Span, 0, out var parsed);
                if (error != GoNumberError.None)
                {
                    problems.Add($"'{path}' cannot parse value as 'int': strconv.ParseInt: {GoNumber.Describe(error)}");
                }

                return (int)Math.Clamp(parsed, int.MinValue, int.MaxValue);
            default:
                problems.Add($"'{path}' expected type 'int', got unconvertible type '{GoTypeName.OfDecoded(value)}'");
                return 0;
        }
    }

    public bool ToBool(Node? value, string path)
    {
        switch (value)
        {
            case null or NullNode or StringNode { Value.IsEmpty: true }:
                return false;
            case BoolNode truth:
                return truth.Value;
            case IntNode number:
                return number.Value != 0;
            case FloatNode number:
                return number.Value != 0;
            case StringNode text:
                if (GoNumber.ParseBool(text.Value.Span, out var parsed) != GoNumberError.None)
                {
                    problems.Add($"'{path}' cannot parse value as 'bool': strconv.ParseBool: invalid syntax");
                }

                return parsed;
            default:
                problems.Add($"'{path}' expected type 'bool', got unconvertible type '{GoTypeName.OfDecoded(value)}'");
                return false;
        }
    }

    /// <summary>A list of maps.</summary>
    public IEnumerable<(MapNode Entry, string Path)> ToEntries(Node? value, string path)
    {
        List<Node> items = value switch
        {
            null or NullNode or MapNode { Entries.Count: 0 } => [],
            ListNode list => list.Items.FindAll(item => item is not CommentNode),
            _ => [value],
        };
        for (var i = 0; i < items.Count; i++)
        {
            var itemPath = $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]";
            switch (items[i])
            {
                case MapNode map:
                    yield return (map, itemPath);
                    break;
                case NullNode:
                    yield return (new MapNode(), itemPath);
                    break;
                default:
                    problems.Add($"'{itemPath}' expected a map or struct, got \"{GoTypeName.KindOf(items[i])}\"");
                    break;
            }
        }
    }

    /// <summary>A map of texts.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToTexts(Node? value, string path)
    {
        if (value is null or NullNode)
        {
            yield break;
        }

        if (value is not MapNode map)
        {
            problems.Add($"'{path}' expected a map, got '{GoTypeName.KindOf(value)}'");
            yield break;
        }

        foreach (var (key, item) in map.Entries)
        {
            if (key is StringNode name)
            {
                var text = name.Value.RevealText();
                yield return new(text, ToText(item, $"{path}[{text}]"));
            }
        }
    }

    /// <summary>A field by its exact name, else by its name in other case.</summary>
    public static Node? Find(MapNode map, string name)
    {
        Node? found = null;
        foreach (var (key, value) in map.Entries)
        {
            if (key is StringNode text && text.Value.Length == name.Length)
            {
                var candidate = text.Value.RevealText();
                if (candidate == name)
                {
                    return value;
                }

                found ??= candidate.Equals(name, StringComparison.OrdinalIgnoreCase) ? value : null;
            }
        }

        return found;
    }
}
