using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Merging;

/// <summary>Looks paths such as <c>a.b.c</c> up in values.</summary>
internal static class Tables
{
    /// <summary>The table at a path, or null and the key that is none.</summary>
    public static MapValue? Find(MapValue values, string path, out string missing)
    {
        missing = "";
        var at = values;
        foreach (var key in path.Split('.'))
        {
            if (At(at, key) is not { } next)
            {
                missing = key;
                return null;
            }

            at = next;
        }

        return at;
    }

    /// <summary>The value at a path that is no table; false where there is none.</summary>
    public static bool TryFindScalar(MapValue values, string path, out Value value)
    {
        value = default;
        var keys = path.Split('.');
        var at = values;
        foreach (var key in keys[..^1])
        {
            if (At(at, key) is not { } next)
            {
                return false;
            }

            at = next;
        }

        return at.TryGet(new(keys[^1]), out value) && value.AsMap is null;
    }

    /// <summary>Tables inside tables, the innermost one given.</summary>
    public static MapValue At(string path, MapValue innermost)
    {
        if (path == ".")
        {
            return innermost;
        }

        var map = innermost;
        foreach (var key in Enumerable.Reverse(path.Split('.')))
        {
            var outer = new MapValue();
            outer.Set(new(key), Value.Of(map));
            map = outer;
        }

        return map;
    }

    private static MapValue? At(MapValue values, string key) => values.TryGet(new ByteString(key), out var value) ? value.AsMap : null;
}
