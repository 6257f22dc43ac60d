using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Rewriting;

/// <summary>The operation <c>merge</c>: values that are JSON objects become one.</summary>
internal static class MapMerging
{
    /// <summary>Merges the values of a map.</summary>
    /// <exception cref="SyncException">A value is no object, members collide, or a key of <c>priority</c> is missing.</exception>
    public static SecretMap Merge(MapValue operation, SecretMap map)
    {
        var merged = new MapValue();
        var conflicts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var key in Order(operation, map))
        {
            if (!GoJson.TryParse(map[key]!.Bytes.Span, out var value, out var error)
                || (value.IsNil ? new MapValue() : value.AsMap) is not { } members)
            {
                throw Failed(error is null
                    ? $"merge failed with failed to unmarshal JSON for key \"{key}\": the value is no object"
                    : $"merge failed with failed to unmarshal JSON for key \"{key}\": {error.Message}");
            }

            foreach (var name in members.SortedKeys)
            {
                if (merged.Contains(name))
                {
                    conflicts.Add(name.RevealText());
                }

                merged.Set(name, members[name]);
            }
        }

        if (conflicts.Count > 0 && operation.Text("conflictPolicy") != "Ignore")
        {
            throw Failed($"merge failed with conflicts: {string.Join(", ", conflicts)}");
        }

        return operation.Text("strategy") == "JSON" ? Into(operation.Text("into"), merged, map) : SecretJson.TypedMap(merged);
    }

    private static IEnumerable<string> Order(MapValue operation, SecretMap map)
    {
        var priority = operation.Texts("priority");
        foreach (var key in map.Names.Where(name => !priority.Contains(name)).ToList())
        {
            yield return key;
        }

        foreach (var key in priority)
        {
            if (map[key] is not null)
            {
                yield return key;
            }
            else if (operation.Text("priorityPolicy") != "IgnoreNotFound")
            {
                throw Failed($"merge failed with key \"{key}\" not found in input map");
            }
        }
    }

    private static SecretMap Into(string key, MapValue merged, SecretMap map)
    {
        if (key.Length == 0)
        {
            throw Failed("merge failed with merge.into is required when strategy is JSON");
        }

        var made = new SecretMap();
        foreach (var (name, value) in map.Entries)
        {
            made[name] = value;
        }

        made[key] = new(GoJson.Format(Value.Of(merged), GoJsonOptions.Raw));
        return made;
    }

    private static SyncException Failed(string message) => new(SyncFault.ProviderData, message);
}
