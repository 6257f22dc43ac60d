using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Live;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>What is known of the objects of one wait, and what that means. Not safe on several threads at once.</summary>
/// <param name="items">The objects, each once.</param>
/// <param name="rules">What is asked of them.</param>
internal sealed class WaitBoard(IReadOnlyList<WaitItem> items, WaitRules rules)
{
    private readonly List<WaitItem> _items = [.. items];
    private readonly Dictionary<ResourceRef, WaitItem> _byReference = items.ToDictionary(item => item.Reference);
    private readonly Dictionary<string, WaitItem> _byUid = new(StringComparer.Ordinal);
    private readonly HashSet<WaitItem> _dirty = [.. items];
    private readonly RelatedObjects _related = new();
    private IReadOnlyList<ObjectReadiness> _reported = [];

    /// <summary>Those that are not done.</summary>
    public IEnumerable<ResourceRef> Pending => _items.Where(item => !rules.IsDone(item.Readiness)).Select(item => item.Reference);

    /// <summary>Whether the wait is over for all objects.</summary>
    public bool IsDone => _items.TrueForAll(item => rules.IsDone(item.Readiness));

    /// <summary>When something has to be judged again though nothing changed; null if never.</summary>
    public DateTimeOffset? JudgedAgain => _items.Min(item => item.Readiness.JudgedAgain ?? item.FailsAt);

    /// <summary>The kinds of what controllers make for an object that show what is wrong with it.</summary>
    public static string[] Diagnosed(ResourceRef item) => (item.Group, item.Kind) switch
    {
        ("apps" or "extensions", "Deployment") => ["ReplicaSet", "Pod"],
        ("apps" or "extensions", "ReplicaSet" or "StatefulSet" or "DaemonSet") => ["Pod"],
        ("batch", "Job") or ("", "ReplicationController") => ["Pod"],
        _ => [],
    };

    /// <summary>The live object; null if it is not known, or not there.</summary>
    public LiveObject? Find(ResourceRef reference) => _byReference.GetValueOrDefault(reference)?.Live;

    /// <summary>Whether an object is one of the wait, or was made for one.</summary>
    public bool Owns(string uid) => OwnerOf(uid) is not null;

    /// <summary>Whether an annotation of a pod, or of the object of the wait that it was made for, says so.</summary>
    public bool IsAnnotated(LiveObject pod, Func<LiveObject, bool> says) => says(pod) || (OwnerOf(pod.Uid)?.Live is { } live && says(live));

    /// <summary>Takes what happened in a collection.</summary>
    /// <returns>Whether the collection is listed now.</returns>
    public bool Take(WatchedCollection collection, WatchEvent happened)
    {
        if (happened.Kind == WatchEventKind.Listed)
        {
            foreach (var item in collection.References.Select(reference => _byReference[reference]))
            {
                item.IsListed = true;
                _dirty.Add(item);
            }

            return true;
        }

        if (happened.Object.AsMap is { } fields && collection.Role != CollectionRole.Events)
        {
            var live = new LiveObject(fields);
            if (collection.Role == CollectionRole.Waited)
            {
                TakeWaited(collection, happened.Kind, live);
            }
            else
            {
                TakeRelated(happened.Kind, live);
            }
        }

        return false;
    }

    /// <summary>Takes that a collection cannot be followed.</summary>
    /// <exception cref="SecretsKitException">The wait cannot go on without it.</exception>
    public void TakeFailure(WatchedCollection collection, SecretsKitException failure)
    {
        if (collection.Role is CollectionRole.Diagnosis or CollectionRole.Events)
        {
            return;
        }

        if (rules.Forbidden is null || failure is not ApiException { Status.IsForbidden: true })
        {
            throw failure;
        }

        if (collection.Role == CollectionRole.Related)
        {
            _related.Forbidden.Add(collection.Selection.Resource.Kind);
        }

        foreach (var reference in collection.References)
        {
            _byReference[reference].IsForbidden = true;
        }

        JudgeAll();
    }

    /// <summary>Has all objects judged again.</summary>
    public void JudgeAll() => _dirty.UnionWith(_items);

    /// <summary>Judges what changed, and what is due.</summary>
    public void Judge(DateTimeOffset now)
    {
        _dirty.UnionWith(_items.Where(item => item.Readiness.JudgedAgain <= now));
        foreach (var item in _dirty)
        {
            item.Readiness = !item.IsRead ? Readiness.Ready
                : item.IsForbidden ? rules.Forbidden!
                : item.Live is { } live ? rules.Judge(live, _related, now)
                : !item.IsListed ? Readiness.Unknown
                : item.WasThere ? rules.Removed
                : Readiness.NotFound;
            item.FailsAt = item.Readiness.State == ReadinessState.Failed ? item.FailsAt ?? (now + rules.FailureGrace) : null;
        }

        _dirty.Clear();
    }

    /// <summary>Whether waiting longer is of no use.</summary>
    public bool IsFailed(DateTimeOffset now)
    {
        List<WaitItem> pending = [.. _items.Where(item => !rules.IsDone(item.Readiness))];
        return rules.FailureGrace is null
            ? rules.Goal != WaitGoal.Deleted && pending.TrueForAll(item => item.Readiness.State == ReadinessState.Failed)
            : pending.Count > 0 && pending[0].FailsAt <= now;
    }

    /// <summary>All objects with what is wrong with them.</summary>
    /// <param name="addLog">Completes a problem.</param>
    public IReadOnlyList<ObjectReadiness> Items(Func<PodProblem, PodProblem> addLog) =>
    [
        .. _items.Select(item => new ObjectReadiness(item.Reference, item.Readiness, rules.IsDone(item.Readiness))
        {
            Problems = item.Live is { } live && !rules.IsDone(item.Readiness) && rules.Goal != WaitGoal.Deleted
                ? [.. PodDiagnosis.Of(live, _related).Select(addLog)]
                : [],
        }),
    ];

    /// <summary>Whether objects differ from those of the last call.</summary>
    public bool TakeChanged(IReadOnlyList<ObjectReadiness> items)
    {
        var isChanged = items.Count != _reported.Count
            || items.Zip(_reported).Any(pair => pair.First.Readiness != pair.Second.Readiness
                || !pair.First.Problems.SequenceEqual(pair.Second.Problems));
        _reported = items;
        return isChanged;
    }

    private WaitItem? OwnerOf(string uid) => _byUid.GetValueOrDefault(uid)
        ?? _related.OwnersOf(uid).Select(owner => _byUid.GetValueOrDefault(owner)).FirstOrDefault(item => item is not null);

    private void TakeWaited(WatchedCollection collection, WatchEventKind kind, LiveObject live)
    {
        var resource = collection.Selection.Resource;
        if (!_byReference.TryGetValue(new(resource.ApiVersion, resource.Kind, live.Namespace, live.Name), out var item))
        {
            return;
        }

        item.WasThere = true;
        item.Live = kind == WatchEventKind.Deleted ? null : live;
        _byUid[live.Uid] = item;
        _dirty.Add(item);
    }

    private void TakeRelated(WatchEventKind kind, LiveObject live)
    {
        foreach (var owner in _related.OwnersOf(live).Append(live.Uid))
        {
            if (_byUid.TryGetValue(owner, out var item))
            {
                _dirty.Add(item);
            }
        }

        if (kind == WatchEventKind.Deleted)
        {
            _related.Remove(live.Uid);
        }
        else
        {
            _related.Set(live);
        }
    }
}
