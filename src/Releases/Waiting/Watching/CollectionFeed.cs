using System.Threading.Channels;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>Follows collections and passes on what happens in them.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="clock">Waits between requests.</param>
/// <param name="news">Receives what happens.</param>
/// <param name="continues">Completes when the first lists were not enough, so that watches have to be opened.</param>
internal sealed class CollectionFeed(ObjectClient objects, TimeProvider clock, ChannelWriter<CollectionNews> news, Task continues)
{
    // How often a collection is asked for that cannot be listed while the server is overloaded or restarts: as often as Helm 3 tries.
    private const int MaxAttempts = 30;

    // As often as Helm 3 asks.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Follows a collection until the token fires or it cannot be followed.</summary>
    public async Task RunAsync(WatchedCollection collection, CancellationToken ct)
    {
        try
        {
            try
            {
                // Once there is a list, the watch goes on by itself: what fails for now is the first list.
                await RetryAsync(() => WatchAsync(collection, ct), ct);
            }
            catch (ApiException failure) when (failure.Status.IsForbidden && collection.Role == CollectionRole.Waited)
            {
                await PollAsync(collection, ct);
            }
        }
        catch (SecretsKitException failure)
        {
            news.TryWrite(new(collection, default, failure));
        }
    }

    private async Task WatchAsync(WatchedCollection collection, CancellationToken ct)
    {
        await foreach (var happened in new ObjectWatch(objects, clock).RunAsync(collection.Selection, ct))
        {
            news.TryWrite(new(collection, happened, null));
            if (happened.Kind == WatchEventKind.Listed)
            {
                await continues.WaitAsync(ct);
            }
        }
    }

    private async Task PollAsync(WatchedCollection collection, CancellationToken ct)
    {
        var isListed = false;
        var there = new Dictionary<ResourceRef, Value>();
        while (true)
        {
            foreach (var reference in collection.References)
            {
                var item = Value.Nil;
                await RetryAsync(async () => item = await objects.FindAsync(reference, ct), ct);
                if (!item.IsNil)
                {
                    there[reference] = item;
                    news.TryWrite(new(collection, new(WatchEventKind.Modified, item), null));
                }
                else if (there.Remove(reference, out var gone))
                {
                    news.TryWrite(new(collection, new(WatchEventKind.Deleted, gone), null));
                }
            }

            if (!isListed)
            {
                isListed = true;
                news.TryWrite(new(collection, new(WatchEventKind.Listed, Value.Nil), null));
                await continues.WaitAsync(ct);
            }

            await Task.Delay(Interval, clock, ct);
        }
    }

    private async Task RetryAsync(Func<Task> request, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await request();
                return;
            }
            catch (HttpTransportException) when (attempt < MaxAttempts)
            {
                await Task.Delay(Interval, clock, ct);
            }
            catch (ApiException failure) when (failure.Status.Code is 429 or >= 500 && attempt < MaxAttempts)
            {
                await Task.Delay(failure.Status.RetryAfter ?? Interval, clock, ct);
            }
        }
    }
}
