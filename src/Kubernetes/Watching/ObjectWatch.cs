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
    private static readonly TimeSpan MissingPause = TimeSpan.FromSeconds(30);

    // What a server lists that lacks the kind.
    private static readonly ObjectList NotServed = new([], "");

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
            var gone = new HashSet<string>(known.Keys, StringComparer.Ordinal);
            var options = selection.Options;
            var isServed = true;
            string? version = null;
            for (var next = ""; version is null;)
            {
                if (await PageAsync(selection, options, next, isFirst, cancellationToken) is not var (page, following))
                {
                    // The pages expired: the next list is one page.
                    (next, options) = ("", options with { PageSize = 0 });
                    gone = new(known.Keys, StringComparer.Ordinal);
                    continue;
                }

                foreach (var item in page.Items)
                {
                    if (Listed(known, gone, item, selection) is { } kind)
                    {
                        yield return new(kind, item);
                    }
                }

                isServed = !ReferenceEquals(page, NotServed);
                (next, version) = (following, following.Length == 0 ? page.ResourceVersion : null);
            }

            foreach (var key in gone)
            {
                known.Remove(key, out var before);
                yield return new(WatchEventKind.Deleted, before.Object.IsNil ? Named(key) : before.Object);
            }

            if (isFirst)
            {
                yield return new(WatchEventKind.Listed, Value.Nil);
            }

            if (!isServed)
            {
                await Task.Delay(MissingPause, clock, cancellationToken);
                continue;
            }

            while (version is not null)
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
                        known[key] = Kept(happened.Object, selection);
                    }

                    yield return happened;
                }

                version = stream.ResumeFrom;
                await Task.Delay(stream.Pause, clock, cancellationToken);
            }
        }
    }

    // After the first list the watch goes on whatever the network does. Null: the pages have expired.
    private async Task<(ObjectList Page, string Next)?> PageAsync(
        WatchSelection selection, ListOptions options, string next, bool isFirst, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await objects.ListPageAsync(selection.Resource, selection.Namespace, options, next, ct);
            }
            catch (ApiException failure) when (failure.Status.Code == 410 && options.PageSize > 0)
            {
                return null;
            }
            catch (ApiException failure) when (failure.Status.IsNotFound && selection.MayBeMissing)
            {
                return (NotServed, "");
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

    private static WatchEventKind? Listed(
        Dictionary<string, (string Version, Value Object)> known, HashSet<string> gone, Value item, WatchSelection selection)
    {
        var key = KeyOf(item);
        gone.Remove(key);
        var now = Kept(item, selection);
        var isKnown = known.TryGetValue(key, out var before);
        known[key] = now;
        return !isKnown ? WatchEventKind.Added : before.Version != now.Version ? WatchEventKind.Modified : null;
    }

    private static (string Version, Value Object) Kept(Value item, WatchSelection selection) =>
        (VersionOf(item), selection.KeepsObjects ? item : Value.Nil);

    private static Value Named(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return ObjectFields.Map((
            "metadata", ObjectFields.Map(("namespace", Value.Of(key[..slash])), ("name", Value.Of(key[(slash + 1)..])))));
    }

    private static string KeyOf(Value item)
    {
        var metadata = item.Field(ObjectFields.Metadata);
        return $"{metadata.Text(ObjectFields.Namespace)}/{metadata.Text(ObjectFields.Name)}";
    }

    private static string VersionOf(Value item) => item.Field(ObjectFields.Metadata).Text(ObjectFields.ResourceVersion);
}
