using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Sync.Manifests;

/// <summary>Reads fields of objects by name; a field that is missing, or of another type, is nil or empty.</summary>
internal static class Fields
{
    /// <summary>The value of a field.</summary>
    public static Value Field(this MapValue map, string name) => map[new ByteString(name)];

    /// <summary>The text of a field; empty if it is none.</summary>
    public static string Text(this MapValue map, string name) => TextOf(map.Field(name));

    /// <summary>The text of a field, or another if it is missing or empty.</summary>
    public static string Text(this MapValue map, string name, string otherwise) =>
        map.Text(name) is { Length: > 0 } text ? text : otherwise;

    /// <summary>The duration of a field; an hour, the default of all intervals, if it is missing or none.</summary>
    public static TimeSpan Interval(this MapValue map, string name) =>
        map.Text(name) is { Length: > 0 } text && GoDuration.TryParse(text, out var interval) ? interval : TimeSpan.FromHours(1);

    /// <summary>A value as text; empty if it is none.</summary>
    public static string TextOf(Value value) => value.IsString ? new ByteString(value.StringBytes).RevealText() : "";

    /// <summary>Whether a field is there and not null.</summary>
    public static bool Has(this MapValue map, string name) => !map.Field(name).IsNil;

    /// <summary>A map of fields, or null.</summary>
    public static MapValue? Child(this MapValue map, string name) => map.Field(name).AsMap;

    /// <summary>The maps of a list; none if it is no list.</summary>
    public static IReadOnlyList<MapValue> Children(this MapValue map, string name) =>
        [.. (map.Field(name).AsList?.Items.ToArray() ?? []).Select(item => item.AsMap ?? new MapValue())];

    /// <summary>The texts of a list; none if it is no list.</summary>
    public static IReadOnlyList<string> Texts(this MapValue map, string name) =>
        [.. (map.Field(name).AsList?.Items.ToArray() ?? []).Select(TextOf)];

    /// <summary>Whether a field is <c>true</c>.</summary>
    public static bool Flag(this MapValue map, string name) => map.Field(name) is { Kind: GoKind.Bool, Boolean: true };

    /// <summary>A whole number, or null.</summary>
    public static long? Integer(this MapValue map, string name) => map.Field(name) switch
    {
        { Kind: GoKind.Int or GoKind.Int64 } value => value.Bits,
        { Kind: GoKind.Float64 } value when value.Float64 == Math.Truncate(value.Float64) => (long)value.Float64,
        _ => null,
    };

    /// <summary>A map of texts, in the order of their keys as bytes.</summary>
    public static IReadOnlyDictionary<string, string> TextMap(this MapValue map, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (map.Child(name) is { } child)
        {
            foreach (var key in child.SortedKeys)
            {
                texts[key.RevealText()] = TextOf(child[key]);
            }
        }

        return texts;
    }

    /// <summary>Sets a field.</summary>
    public static MapValue With(this MapValue map, string name, Value value)
    {
        map.Set(new ByteString(name), value);
        return map;
    }

    /// <summary>Sets a text.</summary>
    public static MapValue With(this MapValue map, string name, string text) => map.With(name, Value.Of(text));

    /// <summary>Sets a map.</summary>
    public static MapValue With(this MapValue map, string name, MapValue child) => map.With(name, Value.Of(child));

    /// <summary>Sets a list of maps.</summary>
    public static MapValue With(this MapValue map, string name, IEnumerable<MapValue> items) =>
        map.With(name, Value.Of(new ListValue([.. items.Select(item => Value.Of(item))])));

    /// <summary>Sets a list of texts.</summary>
    public static MapValue With(this MapValue map, string name, IEnumerable<string> texts) =>
        map.With(name, Value.Of(new ListValue([.. texts.Select(text => Value.Of(text))])));

    /// <summary>Sets texts by their names; other fields stay.</summary>
    public static MapValue WithAll(this MapValue map, IEnumerable<KeyValuePair<string, string>> texts)
    {
        foreach (var (name, text) in texts)
        {
            map.With(name, text);
        }

        return map;
    }

    /// <summary>Takes a field away.</summary>
    public static void Remove(this MapValue map, string name) => map.Remove(new ByteString(name));

    /// <summary>The map of a field, made if there is none.</summary>
    public static MapValue ChildOrNew(this MapValue map, string name)
    {
        if (map.Child(name) is { IsNil: false } child)
        {
            return child;
        }

        var made = new MapValue();
        map.With(name, made);
        return made;
    }

    /// <summary>A copy that shares no map and no list.</summary>
    public static MapValue Copy(this MapValue map)
    {
        var copy = new MapValue(map.Type, map.Count);
        foreach (var (key, value) in map.Entries)
        {
            copy.Set(key, Copied(value));
        }

        return copy;
    }

    private static Value Copied(Value value) => value switch
    {
        { AsMap: { } map } => Value.Of(map.Copy()),
        { AsList: { } list } => Value.Of(new ListValue([.. list.Items.ToArray().Select(Copied)])),
        _ => value,
    };
}
