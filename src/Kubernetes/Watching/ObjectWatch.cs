using System.Runtime.CompilerServices;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Watching;

/// <summary>
/// Lists objects, then says what happens to them. A lost connection goes on where it was; if the server has forgotten that moment, the
/// objects are listed again, and what changed meanwhile comes as events. Safe on all threads.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="clock">Waits between connections.</param>
public sealed class ObjectWatch(ObjectClient objects, TimeProvider clock)
{
    /// <summary>What happens, until the token fires or the caller stops.</summary>
    /// <param name="selection">Which objects.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ApiException">The server refused for good, such as for a right that is missing.</exception>
    /// <exception cref="HttpTransportException">There was no answer to the first list.</exception>
    public async IAsyncEnumerable<WatchEvent> RunAsync(
        WatchSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var known = new Dictionary<string, (string Version, Value Object)>(StringComparer.Ordinal);
        for (var isFirst = true; ; isFirst = false)
        {
            var list = await ListAsync(selection, isFirst, cancellationToken);
            foreach (var happened in Compare(known, list))
            {
                yield return happened;
            }

            if (isFirst)
            {
                yield return new(WatchEventKind.Listed, Value.Nil);
            }

            for (string? version = list.ResourceVersion; version is not null;)
            {
                using var stream = new WatchConnection(objects.Client, selection, version);
                while (await stream.NextAsync(cancellationToken) is { } happened)
                {
                    var key = KeyOf(happened.Object);
                    if (happened.Kind == WatchEventKind.Deleted)
                    {
                        known.Remove(key);
                    }
                    else
                    {
                        known[key] = (VersionOf(happened.Object), happened.Object);
                    }

                    yield return happened;
                }

                version = stream.ResumeFrom;
                await Task.Delay(stream.Pause, clock, cancellationToken);
            }
        }
    }

    // After the first list the watch goes on whatever the network does.
    private async Task<ObjectList> ListAsync(WatchSelection selection, bool isFirst, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await objects.ListAsync(selection.Resource, selection.Namespace, selection.Options, ct);
            }
            catch (HttpTransportException) when (!isFirst)
            {
                await Task.Delay(selection.Pause, clock, ct);
            }
            catch (ApiException failure) when (!isFirst && failure.Status.Code is 429 or >= 500)
            {
                await Task.Delay(failure.Status.RetryAfter ?? selection.Pause, clock, ct);
            }
        }
    }

    private static IEnumerable<WatchEvent> Compare(Dictionary<string, (string Version, Value Object)> known, ObjectList list)
    {
        var gone = new Dictionary<string, (string Version, Value Object)>(known, StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            var (key, version) = (KeyOf(item), VersionOf(item));
            var isKnown = gone.Remove(key, out var before);
            known[key] = (version, item);
            if (!isKnown || before.Version != version)
            {
                yield return new(isKnown ? WatchEventKind.Modified : WatchEventKind.Added, item);
            }
        }

        foreach (var (key, before) in gone)
        {
            known.Remove(key);
            yield return new(WatchEventKind.Deleted, before.Object);
        }
    }

    private static string KeyOf(Value item)
    {
        var metadata = item.Field(ObjectFields.Metadata);
        return $"{metadata.Text(ObjectFields.Namespace)}/{metadata.Text(ObjectFields.Name)}";
    }

    private static string VersionOf(Value item) => item.Field(ObjectFields.Metadata).Text(ObjectFields.ResourceVersion);
}
