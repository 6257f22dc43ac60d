using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Waiting.Live;
using SecretsKit.Releases.Waiting.Tracking;

namespace SecretsKit.Releases.Explaining;

/// <summary>What is around the objects of a release in its namespaces, as far as the user may list it.</summary>
internal sealed class Surroundings
{
    private static readonly ApiResource ReplicaSets = new("apps", "v1", "ReplicaSet", "replicasets") { IsNamespaced = true };
    private static readonly ApiResource Jobs = new("batch", "v1", "Job", "jobs") { IsNamespaced = true };
    private static readonly ApiResource AllPods = new("", "v1", "Pod", "pods") { IsNamespaced = true };
    private static readonly ApiResource AllQuotas = new("", "v1", "ResourceQuota", "resourcequotas") { IsNamespaced = true };

    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>What controllers made, the pods among them.</summary>
    public RelatedObjects Related { get; } = new();

    /// <summary>All pods.</summary>
    public List<LiveObject> Pods { get; } = [];

    /// <summary>All quotas.</summary>
    public List<LiveObject> Quotas { get; } = [];

    /// <summary>All warnings.</summary>
    public List<LiveObject> Warnings { get; } = [];

    /// <summary>Plural names of kinds that may not be listed, sorted.</summary>
    public IReadOnlyList<string> Unreadable => [.. _unreadable.Order(StringComparer.Ordinal)];

    /// <summary>Reads them.</summary>
    /// <exception cref="ApiException">The server failed.</exception>
    public static async Task<Surroundings> ReadAsync(ObjectClient objects, IEnumerable<string> namespaces, CancellationToken ct)
    {
        var found = new Surroundings();
        foreach (var place in namespaces)
        {
            var related = await found.ListAsync(objects, ReplicaSets, place, ListOptions.All, ct);
            related.AddRange(await found.ListAsync(objects, Jobs, place, ListOptions.All, ct));
            found.Pods.AddRange(await found.ListAsync(objects, AllPods, place, ListOptions.All, ct));
            related.AddRange(found.Pods);
            related.ForEach(found.Related.Set);
            found.Quotas.AddRange(await found.ListAsync(objects, AllQuotas, place, ListOptions.All, ct));
            found.Warnings.AddRange(await found.ListAsync(objects, WaitTracking.Events, place, WaitTracking.Warnings, ct));
        }

        return found;
    }

    private async Task<List<LiveObject>> ListAsync(
        ObjectClient objects, ApiResource resource, string place, ListOptions options, CancellationToken ct)
    {
        try
        {
            var list = await objects.ListAsync(resource, place, options, ct);
            return [.. list.Items.Select(item => item.AsMap).OfType<MapValue>().Select(fields => new LiveObject(fields))];
        }
        catch (ApiException failure) when (failure.Status.IsForbidden)
        {
            _unreadable.Add(resource.Name);
            return [];
        }
    }
}
