using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.ClusterWide;

/// <summary>The status of an object of the whole cluster.</summary>
internal static class ClusterWideStatus
{
    /// <summary>Makes it.</summary>
    /// <param name="parent">The object, with its status before.</param>
    /// <param name="provisioned">The namespaces that have what it makes.</param>
    /// <param name="failed">Why others do not.</param>
    /// <param name="now">The time.</param>
    public static MapValue Of(
        ClusterWideObject parent, IEnumerable<string> provisioned, IReadOnlyDictionary<string, string> failed, DateTimeOffset now)
    {
        var (status, message) = failed.Count == 0 ? ("True", "") : ("False", "one or more namespaces failed");
        var conditions = parent.Conditions.With("Ready", status, "", message, now).Conditions;
        var map = new MapValue()
            .With("conditions", conditions.Select(condition => condition.ToMap()))
            .With($"{parent.Kind.Prefix}Name", parent.ChildName);
        if (failed.Count > 0)
        {
            map.With("failedNamespaces", failed.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new MapValue().With("namespace", entry.Key).With("reason", entry.Value)));
        }

        List<string> names = [.. provisioned.Order(StringComparer.Ordinal)];
        return names.Count > 0 ? map.With("provisionedNamespaces", names) : map;
    }
}
