using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Values;

/// <summary>The values of a suite that belongs to a subchart, as its parent gets them.</summary>
internal static class SubchartValues
{
    private static readonly ByteString Global = new("global"u8.ToArray());

    /// <summary>Puts values under the names that lead to a subchart. What is global stays at the top.</summary>
    /// <param name="values">Those of the suite.</param>
    /// <param name="route">Names from below the root; none for the root itself.</param>
    public static MapValue Place(MapValue values, IReadOnlyList<string> route)
    {
        if (route.Count == 0)
        {
            return values;
        }

        var own = values.ShallowCopy();
        var all = new MapValue();
        if (own.TryGet(Global, out var shared))
        {
            own.Remove(Global);
            all.Set(Global, shared);
        }

        for (var at = route.Count - 1; at > 0; at--)
        {
            var above = new MapValue();
            above.Set(new(route[at]), Value.Of(own));
            own = above;
        }

        all.Set(new(route[0]), Value.Of(own));
        return all;
    }
}
