using System.Globalization;
using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Frozen.Coding;

/// <summary>Makes the parts of a plan's document.</summary>
internal static class PlanTree
{
    /// <summary>What a document says of itself.</summary>
    public const string Format = "secretskit-plan";

    /// <summary>The version of the format that is written and read.</summary>
    public const int Version = 1;

    /// <summary>A map.</summary>
    public static Value Map(params ReadOnlySpan<(string Key, Value Value)> entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Set(new(key), value);
        }

        return Value.Of(map);
    }

    /// <summary>A list.</summary>
    public static Value List(IEnumerable<Value> items) => Value.Of(new ListValue([.. items]));

    /// <summary>A word of an enumeration.</summary>
    public static Value Word<T>(T word) where T : struct, Enum => Value.Of(word.ToString());

    /// <summary>A moment, or nothing.</summary>
    public static Value Time(DateTimeOffset? time) =>
        time is { } known ? Value.Of(known.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)) : Value.Nil;
}
