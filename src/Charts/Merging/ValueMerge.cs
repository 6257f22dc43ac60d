using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Merging;

/// <summary>
/// How values files are laid over each other: maps merge, everything else is replaced, null stays null (spec helm.md 2.1).
/// </summary>
public static class ValueMerge
{
    /// <summary>A new map; the second wins. Inner maps may be shared with either.</summary>
    public static MapValue Merge(MapValue under, MapValue over)
    {
        var merged = under.ShallowCopy();
        foreach (var (key, value) in over.Entries)
        {
            merged.Set(key, value.AsMap is { } inner && merged.TryGet(key, out var old) && old.AsMap is { } oldMap
                ? Value.Of(Merge(oldMap, inner))
                : value);
        }

        return merged;
    }

    /// <summary>A copy of which no map or list is shared.</summary>
    public static Value DeepCopy(Value value)
    {
        if (value.AsMap is { } map)
        {
            return Value.Of(DeepCopy(map));
        }

        if (value.AsList is not { } list || list.IsNil)
        {
            return value;
        }

        var items = new Value[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = DeepCopy(list[i]);
        }

        return Value.Of(new ListValue(items, list.Type));
    }

    /// <summary>A copy of which no map or list is shared.</summary>
    public static MapValue DeepCopy(MapValue map)
    {
        var copy = new MapValue(map.Type, map.Count);
        foreach (var (key, value) in map.Entries)
        {
            copy.Set(key, DeepCopy(value));
        }

        return copy;
    }
}
