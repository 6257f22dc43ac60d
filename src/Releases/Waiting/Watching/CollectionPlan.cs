using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>Decides what to list and watch: one collection for each kind and namespace, narrowed where one object alone is meant.</summary>
internal static class CollectionPlan
{
    private static readonly ApiResource ReplicaSets = new("apps", "v1", "ReplicaSet", "replicasets") { IsNamespaced = true };
    private static readonly ApiResource Pods = new("", "v1", "Pod", "pods") { IsNamespaced = true };

    /// <summary>The collections of objects that are waited for.</summary>
    /// <param name="items">The objects, each once.</param>
    public static IEnumerable<WatchedCollection> OfWaited(IEnumerable<WaitItem> items) =>
        from item in items
        group item.Reference by (item.Resource!.ApiVersion, item.Resource.Kind, item.Reference.Namespace, item.Resource) into same
        let single = same.Take(2).ToList()
        select new WatchedCollection(
            new(same.Key.Resource, same.Key.Namespace)
            {
                Options = single.Count == 1 ? new() { FieldSelector = $"metadata.name={single[0].Name}" } : ListOptions.All,
            },
            CollectionRole.Waited)
        {
            References = [.. same],
        };

    /// <summary>The collections of what controllers make for objects.</summary>
    /// <param name="kinds">The objects, with the kinds of what is looked at.</param>
    /// <param name="role">What for.</param>
    /// <param name="find">The live object, for its selector; null if it is not known.</param>
    public static IEnumerable<WatchedCollection> OfRelated(
        IEnumerable<(ResourceRef Reference, string Kind)> kinds, CollectionRole role, Func<ResourceRef, LiveObject?> find) =>
        from item in kinds
        group item.Reference by (item.Kind, item.Reference.Namespace) into same
        select new WatchedCollection(
            new(same.Key.Kind == "Pod" ? Pods : ReplicaSets, same.Key.Namespace)
            {
                Options = new() { LabelSelector = same.Count() == 1 && find(same.First()) is { } only ? Selector(only) : "" },
            },
            role);

    // Expressions are left to the server's defaults: all objects of the namespace are as right, and more.
    private static string Selector(LiveObject item)
    {
        var selector = item.Kind == "ReplicationController" ? item.At("spec", "selector") : item.At("spec", "selector", "matchLabels");
        return selector.AsMap is { } labels && item.At("spec", "selector", "matchExpressions").IsNil
            ? string.Join(',', labels.Entries.AsPairs().Select(pair => $"{pair.Key}={pair.Value}"))
            : "";
    }

    private static List<(string Key, string Value)> AsPairs(this MapValue.EntryList entries)
    {
        var pairs = new List<(string Key, string Value)>();
        foreach (var (key, value) in entries)
        {
            pairs.Add((key.RevealText(), value.IsString ? new ByteString(value.StringBytes.AsMemory()).RevealText() : ""));
        }

        return pairs;
    }
}
