using System.Text;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Documents;

/// <summary>Values as people may see them.</summary>
internal static class MaskedValue
{
    /// <summary>A copy with all texts cleared; the value itself where nothing is to be cleared.</summary>
    /// <param name="value">Not changed.</param>
    /// <param name="mask">Clears a text.</param>
    public static Value Of(Value value, Func<string, string> mask)
    {
        if (value.AsMap is { } map)
        {
            var copy = new MapValue(map.Type, map.Count);
            foreach (var (key, item) in map.Entries)
            {
                copy.Set(key, Of(item, mask));
            }

            return Value.Of(copy);
        }

        if (value.AsList is { } list)
        {
            var items = new Value[list.Count];
            for (var at = 0; at < items.Length; at++)
            {
                items[at] = Of(list[at], mask);
            }

            return Value.Of(new ListValue(items, list.Type));
        }

        if (!value.IsString)
        {
            return value;
        }

        var text = Encoding.UTF8.GetString(value.StringBytes);
        return mask(text) is var masked && masked == text ? value : Value.Of(masked);
    }
}
