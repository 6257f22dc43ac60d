using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Values;

/// <summary>Puts something else in the place of secret values. The values that are given stay as they are.</summary>
internal static class SecretPlaceholders
{
    /// <summary>In the place of every scalar, as in what came out of an encrypted text. Keys stay.</summary>
    public static MapValue ForAll(MapValue values, Func<Value, Value> placeholder) => ForAll(Value.Of(values), placeholder).AsMap!;

    /// <summary>In the place of the scalars with these names: paths of keys joined by dots.</summary>
    public static MapValue ForNamed(MapValue values, IReadOnlySet<string> names, Func<Value, Value> placeholder) =>
        names.Count == 0 ? values : ForNamed(values, "", names, placeholder);

    private static Value ForAll(Value value, Func<Value, Value> placeholder)
    {
        if (value.AsMap is { } map)
        {
            var copy = new MapValue(capacity: map.Count);
            foreach (var (key, inner) in map.Entries)
            {
                copy.Set(key, ForAll(inner, placeholder));
            }

            return Value.Of(copy);
        }

        return value.AsList is { } list
            ? Value.Of(new ListValue([.. list.Items.ToArray().Select(item => ForAll(item, placeholder))]))
            : placeholder(value);
    }

    private static MapValue ForNamed(MapValue values, string above, IReadOnlySet<string> names, Func<Value, Value> placeholder)
    {
        var copy = new MapValue(capacity: values.Count);
        foreach (var (key, value) in values.Entries)
        {
            var name = above.Length == 0 ? key.RevealText() : $"{above}.{key.RevealText()}";
            copy.Set(key, value.AsMap is { } inner ? Value.Of(ForNamed(inner, name, names, placeholder))
                : names.Contains(name) ? placeholder(value) : value);
        }

        return copy;
    }
}
