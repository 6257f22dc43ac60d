using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Loading;

/// <summary>
/// Reads typed fields out of a map as Go's JSON decoder does after sigs.k8s.io/yaml: names match whatever their case, exactly if possible;
/// scalars become text where text is wanted; everything else of a wrong type is an error.
/// </summary>
/// <param name="map">The object.</param>
/// <param name="type">The Go type's name, for messages.</param>
/// <param name="path">Names of the fields around this object, each followed by a dot.</param>
/// <param name="step">How failures begin: with what was being done.</param>
internal sealed class GoStruct(MapValue map, string type, string path = "", string step = "error unmarshaling JSON: while decoding JSON: ")
{
    /// <summary>A string field, empty where absent or null.</summary>
    public string String(string name) => Find(name) is { IsNil: false } value ? Text(value, name) : "";

    /// <summary>A bool field, false where absent or null.</summary>
    public bool Bool(string name) => Find(name) switch
    {
        { IsNil: true } => false,
        { Kind: GoKind.Bool } value => value.Boolean,
        var value => throw Mismatch(value, name, "bool"),
    };

    /// <summary>A list of strings, or null where absent or null.</summary>
    public IReadOnlyList<string>? Strings(string name)
    {
        if (Find(name) is not { IsNil: false } value)
        {
            return null;
        }

        var list = value.AsList ?? throw Mismatch(value, name, "[]string");
        var strings = new List<string>(list.Count);
        foreach (var item in list.Items)
        {
            strings.Add(item.IsNil ? "" : Text(item, name));
        }

        return strings;
    }

    /// <summary>A map of strings, sorted, or null where absent or null.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? StringMap(string name)
    {
        if (Find(name) is not { IsNil: false } value)
        {
            return null;
        }

        var inner = value.AsMap ?? throw Mismatch(value, name, "map[string]string");
        var pairs = new List<KeyValuePair<string, string>>(inner.Count);
        foreach (var key in inner.SortedKeys)
        {
            pairs.Add(new(key.RevealText(), inner[key].IsNil ? "" : Text(inner[key], name)));
        }

        return pairs;
    }

    /// <summary>A list of any values, or null where absent or null.</summary>
    public ListValue? List(string name, string element) =>
        Find(name) is not { IsNil: false } value ? null : value.AsList ?? throw Mismatch(value, name, "[]" + element);

    /// <summary>A list of objects, each read by a function; null entries stay null.</summary>
    public IReadOnlyList<T?>? Structs<T>(string name, string element, Func<GoStruct, T> read)
        where T : class
    {
        if (List(name, "*" + element) is not { } list)
        {
            return null;
        }

        var items = new List<T?>(list.Count);
        foreach (var item in list.Items)
        {
            var inner = item.IsNil ? null : item.AsMap ?? throw Mismatch(item, name, element);
            items.Add(inner is null ? null : read(new(inner, element[(element.LastIndexOf('.') + 1)..], $"{path}{name}.", step)));
        }

        return items;
    }

    /// <summary>An inner object of an unnamed type, or null where absent or null.</summary>
    /// <param name="name">The field.</param>
    /// <param name="wanted">Go's text of the type.</param>
    public GoStruct? Struct(string name, string wanted) => Find(name) switch
    {
        { IsNil: true } => null,
        { AsMap: { } inner } => new(inner, "", $"{path}{name}.", step),
        var value => throw Mismatch(value, name, wanted),
    };

    private Value Find(string name)
    {
        if (map.TryGet(new(name), out var exact))
        {
            return exact;
        }

        // Several may match; the first in order counts.
        ByteString? found = null;
        foreach (var (key, _) in map.Entries)
        {
            if (IsSame(key.Span, name) && (found is not { } before || key.Span.SequenceCompareTo(before.Span) < 0))
            {
                found = key;
            }
        }

        return found is { } match ? map[match] : Value.Nil;
    }

    private static bool IsSame(ReadOnlySpan<byte> key, string name) => Ascii.IsValid(key)
        ? Ascii.EqualsIgnoreCase(key, name)
        : string.Equals(Encoding.UTF8.GetString(key), name, StringComparison.OrdinalIgnoreCase);

    private string Text(Value value, string name) => ScalarText.TryOf(value, out var text) ? text : throw Mismatch(value, name, "string");

    private ChartException Mismatch(Value value, string name, string wanted) =>
        new($"{step}json: cannot unmarshal {ScalarText.JsonKind(value)} into Go struct field {type}.{path}{name} of type {wanted}");
}
