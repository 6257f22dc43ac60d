using System.Collections.Concurrent;
using SecretsKit.Charts.Logging;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Contents;

/// <summary>
/// Reads what of a release is on the server: its objects, and the pods of those that select pods (spec helm.md 15). What cannot be read is
/// left out.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="log">Receives a notice where pods cannot be listed.</param>
public sealed class LiveContents(ObjectClient objects, IChartLog log)
{
    private const string RelatedPods = "v1/Pod(related)";

    // Requests under way at a time.
    private const int Parallelism = 8;

    private static readonly ApiResource Pods = new("", "v1", "Pod", "pods") { IsNamespaced = true };

    /// <summary>Reads them as objects.</summary>
    /// <param name="items">The objects of the manifest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Sorted by name; in a section the order of the manifest.</returns>
    public Task<IReadOnlyList<LiveSection<Value>>> ReadObjectsAsync(
        IReadOnlyList<ReleaseObject> items, CancellationToken cancellationToken) =>
        ReadAsync<Value>(
            items,
            objects.GetAsync,
            async (@namespace, options, ct) => (await objects.ListAsync(Pods, @namespace, options, ct)).Items,
            cancellationToken);

    /// <summary>Reads them as tables, one for each object and one for the pods of one.</summary>
    /// <inheritdoc cref="ReadObjectsAsync"/>
    public Task<IReadOnlyList<LiveSection<ObjectTable>>> ReadTablesAsync(
        IReadOnlyList<ReleaseObject> items, CancellationToken cancellationToken) =>
        ReadAsync<ObjectTable>(
            items,
            objects.GetTableAsync,
            async (@namespace, options, ct) => [await objects.ListTableAsync(Pods, @namespace, options, ct)],
            cancellationToken);

    private async Task<IReadOnlyList<LiveSection<T>>> ReadAsync<T>(
        IReadOnlyList<ReleaseObject> items,
        Func<ResourceRef, CancellationToken, Task<T>> get,
        Func<string, ListOptions, CancellationToken, Task<IReadOnlyList<T>>> list,
        CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(items);
        var read = new ConcurrentDictionary<int, T>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = ct };
        await Parallel.ForAsync(0, items.Count, options, async (at, token) =>
        {
            try
            {
                read[at] = await get(items[at].Reference, token);
            }
            catch (SecretsKitException)
            {
                // It was deleted, or may not be read: the others are worth showing.
                return;
            }
        });

        var sections = new SortedDictionary<string, List<T>>(StringComparer.Ordinal);
        var selectors = new HashSet<(string, string)>();
        for (var at = 0; at < items.Count; at++)
        {
            if (!read.TryGetValue(at, out var live))
            {
                continue;
            }

            var reference = items[at].Reference;
            Section($"{reference.Version}/{reference.Kind}").Add(live);
            if (PodSelector.Of(items[at]) is { } selector && selectors.Add((reference.Namespace, selector)))
            {
                Section(RelatedPods).AddRange(await PodsAsync(list, reference.Namespace, selector, ct));
            }
        }

        return [.. sections.Where(section => section.Value.Count > 0).Select(section => new LiveSection<T>(section.Key, section.Value))];

        List<T> Section(string name) => sections.TryGetValue(name, out var known) ? known : sections[name] = [];
    }

    private async Task<IReadOnlyList<T>> PodsAsync<T>(
        Func<string, ListOptions, CancellationToken, Task<IReadOnlyList<T>>> list, string @namespace, string selector, CancellationToken ct)
    {
        try
        {
            return await list(@namespace, new() { LabelSelector = selector }, ct);
        }
        catch (SecretsKitException failure)
        {
            log.Write(new(NoticeLevel.Warn, "get the relation pod is failed", ("error", failure.Message)) { IsNew = true });
            return [];
        }
    }
}
