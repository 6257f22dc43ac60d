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
            .With("conditions", Value.Of(new ListValue([.. conditions.Select(condition => Value.Of(condition.ToMap()))])))
            .With($"{parent.Kind.Prefix}Name", parent.ChildName);
        if (failed.Count > 0)
        {
            map.With("failedNamespaces", Value.Of(new ListValue(
            [
                .. failed.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => Value.Of(new MapValue().With("namespace", entry.Key).With("reason", entry.Value))),
            ])));
        }

        Value[] names = [.. provisioned.Order(StringComparer.Ordinal).Select(name => Value.Of(name))];
        return names.Length > 0 ? map.With("provisionedNamespaces", Value.Of(new ListValue(names))) : map;
    }
}
