using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Stores;

/// <summary>Fields of objects of Kubernetes, by their names.</summary>
internal static class ObjectTree
{
    /// <summary>The map at a path; null where there is none.</summary>
    public static MapValue? At(this MapValue? map, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            map = map?[new ByteString(name)].AsMap;
        }

        return map;
    }

    /// <summary>The text of a field; empty if it is none.</summary>
    public static string TextOf(this MapValue? map, string name) =>
        map?[new ByteString(name)] is { IsString: true } value ? new ByteString(value.StringBytes).RevealText() : "";

    /// <summary>A map of these fields.</summary>
    public static MapValue Of(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var map = new MapValue();
        foreach (var (name, value) in fields)
        {
            map.Set(new ByteString(name), value);
        }

        return map;
    }
}
