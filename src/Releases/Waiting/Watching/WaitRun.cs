using System.Threading.Channels;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Tracking;

namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>One wait: follows collections, judges what changed, and ends when all is done, has failed, or the time is over.</summary>
internal sealed class WaitRun(ObjectClient objects, TimeProvider clock, WaitRules rules, WaitOptions options)
{
    // Of timers.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    private readonly long _begin = clock.GetTimestamp();
    private readonly Channel<CollectionNews> _news = Channel.CreateUnbounded<CollectionNews>();
    private readonly TaskCompletionSource _continues = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _feeds = [];
    private readonly HashSet<WatchedCollection> _unlisted = [];
    private readonly CrashLogs _logs = new(objects.Client);
    private readonly bool _isObserved = options.Observer is not SilentWaitObserver || options.Tracker is not null;
    private readonly WaitTracking? _tracking = options.Tracker is { } tracker && rules.Goal != WaitGoal.Deleted
        ? new(objects, tracker, clock.GetUtcNow())
        : null;

    private WaitBoard _board = new([], rules);
    private bool _hasEnded;

    /// <summary>Waits.</summary>
    /// <returns>Why it failed, and how things were then; null if all objects are done.</returns>
    public async Task<(WaitFault Fault, WaitSnapshot Snapshot)?> RunAsync(IReadOnlyList<ResourceRef> references, CancellationToken ct)
    {
        var time = options.Timeout < TimeSpan.Zero ? TimeSpan.Zero : options.Timeout > LongestWait ? LongestWait : options.Timeout;
        using var limit = new CancellationTokenSource(time, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            // What is reported if the time is over before the server's kinds are known.
            _board = new([.. references.Distinct().Select(reference => new WaitItem(reference, null, rules.IsRead(reference)))], rules);
            var items = await ItemsAsync(references, ending.Token);
            _board = new(items, rules);
            StartFirst(CollectionPlan.OfWaited(items.Where(item => item.Resource is not null)), ending.Token);
            return await FollowAsync(ending.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (WaitFault.TimedOut, End(limit.Token));
        }
        finally
        {
            // After a signal, or a failure of the server.
            if (!_hasEnded)
            {
                End(ending.Token);
            }

            await ending.CancelAsync();
            await Task.WhenAll(_feeds).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _logs.CompleteAsync();
            await (_tracking?.CompleteAsync() ?? Task.CompletedTask);
        }
    }

    private async Task<IReadOnlyList<WaitItem>> ItemsAsync(IReadOnlyList<ResourceRef> references, CancellationToken ct)
    {
        var items = new List<WaitItem>();
        var seen = new HashSet<ResourceRef>();
        foreach (var reference in references)
        {
            var item = await ItemAsync(reference, ct);
            if (seen.Add(item.Reference))
            {
                items.Add(item);
            }
        }

        return items;
    }

    private async ValueTask<WaitItem> ItemAsync(ResourceRef reference, CancellationToken ct)
    {
        if (!rules.IsRead(reference))
        {
            return new(reference, null, isRead: false);
        }

        // Objects whose kind the server does not have are gone; where they are to be ready that is a fault of the manifest.
        var resource = await objects.Resources.FindAsync(reference.ApiVersion, reference.Kind, ct);
        return resource is null && rules.Goal != WaitGoal.Deleted
            ? throw new UnknownKindException(reference)
            : new(
                resource is { IsNamespaced: true } ? reference.In(objects.Client.Access.Namespace) : reference with { Namespace = "" },
                resource,
                isRead: true);
    }

    private IEnumerable<WatchedCollection> Related(CollectionRole role) => CollectionPlan.OfRelated(
        from item in _board.Pending
        from kind in role == CollectionRole.Related ? rules.Related(item) : WaitBoard.Diagnosed(item)
        select (item, kind),
        role,
        _board.Find);

    private void StartFirst(IEnumerable<WatchedCollection> collections, CancellationToken ct)
    {
        List<WatchedCollection> first = [.. collections];
        _unlisted.UnionWith(first);
        Start(first, ct);
    }

    private void Start(IEnumerable<WatchedCollection> collections, CancellationToken ct)
    {
        var feed = new CollectionFeed(objects, clock, _news.Writer, _continues.Task);
        _feeds.AddRange(collections.Select(collection => feed.RunAsync(collection, ct)));
    }

    private async Task<(WaitFault Fault, WaitSnapshot Snapshot)?> FollowAsync(CancellationToken ct)
    {
        Task<bool>? more = null;
        for (var knowsRelated = !rules.NeedsRelatedFirst; ;)
        {
            while (_news.Reader.TryRead(out var news))
            {
                Take(news);
            }

            if (_unlisted.Count == 0 && !knowsRelated)
            {
                knowsRelated = true;
                StartFirst(Related(CollectionRole.Related), ct);
            }

            if (_unlisted.Count == 0)
            {
                _board.Judge(clock.GetUtcNow());
                if (_board.IsDone || _board.IsFailed(clock.GetUtcNow()))
                {
                    await TrackAsync(isLast: true, ct);
                    var end = End(ct);
                    return _board.IsDone ? null : (WaitFault.Failed, end);
                }

                StartWatches(ct);
            }

            await TrackAsync(isLast: false, ct);
            Report(ct);
            more ??= _news.Reader.WaitToReadAsync(ct).AsTask();
            await PauseAsync(more, ct);
            more = more.IsCompleted ? null : more;
        }
    }

    private async Task TrackAsync(bool isLast, CancellationToken ct)
    {
        if (_tracking is null)
        {
            return;
        }

        _tracking.Update(_board.Owns, pod => _board.IsAnnotated(pod, LogAnnotations.AskForSilence), ct);
        if (isLast)
        {
            await _tracking.ReadRestAsync();
        }
    }

    // The first lists were not enough: what controllers made is looked at now, too.
    private void StartWatches(CancellationToken ct)
    {
        if (!_continues.TrySetResult())
        {
            return;
        }

        List<WatchedCollection> more = rules.NeedsRelatedFirst ? [] : [.. Related(CollectionRole.Related)];
        if (_isObserved)
        {
            more.AddRange(Related(CollectionRole.Diagnosis));
        }

        if (_tracking is not null)
        {
            var places = _board.Pending.Select(item => item.Namespace).Where(place => place.Length > 0).Distinct();
            more.AddRange(places.Select(place => new WatchedCollection(
                new(WaitTracking.Events, place) { Options = WaitTracking.Warnings }, CollectionRole.Events)));
        }

        Start(more, ct);
    }

    private void Take(CollectionNews news)
    {
        if (news.Collection is not { } collection)
        {
            _board.JudgeAll();
            return;
        }

        if (news.Failure is { } failure)
        {
            _board.TakeFailure(collection, failure);
            _unlisted.Remove(collection);
            return;
        }

        _tracking?.Take(collection.Selection.Resource.Kind, news.Event.Object);
        if (_board.Take(collection, news.Event))
        {
            _unlisted.Remove(collection);
        }
    }

    private async Task PauseAsync(Task<bool> more, CancellationToken ct)
    {
        if (_board.JudgedAgain is not { } due)
        {
            await more;
            return;
        }

        var pause = due - clock.GetUtcNow();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(more, Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, clock, ended.Token));
        await ended.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private WaitSnapshot End(CancellationToken ct)
    {
        _hasEnded = true;
        var end = Snapshot(ct) with { IsLast = true };
        options.Observer.Report(end);
        return end;
    }

    private void Report(CancellationToken ct)
    {
        var snapshot = Snapshot(ct);
        if (_board.TakeChanged(snapshot.Objects))
        {
            options.Observer.Report(snapshot);
        }
    }

    private WaitSnapshot Snapshot(CancellationToken ct)
    {
        var items = _board.Items(
            problem => _isObserved ? _logs.WithLog(problem, () => _news.Writer.TryWrite(default), ct) : problem);
        return new(rules.Goal, items, clock.GetElapsedTime(_begin), options.Timeout);
    }
}
