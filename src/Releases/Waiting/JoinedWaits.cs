using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Waiting;

/// <summary>Shows waits that go on side by side as one. Safe on all threads.</summary>
/// <param name="observer">Sees the one.</param>
/// <param name="clock">Gives the time since the first began.</param>
/// <param name="timeout">How long all of them may take.</param>
internal sealed class JoinedWaits(IWaitObserver observer, TimeProvider clock, TimeSpan timeout)
{
    private readonly Lock _gate = new();
    private readonly long _begin = clock.GetTimestamp();
    private readonly Dictionary<ResourceRef, ObjectReadiness> _objects = [];
    private readonly List<ResourceRef> _order = [];
    private bool _isOver;

    /// <summary>Since the first began.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_begin);

    /// <summary>Sees one of the waits.</summary>
    public IWaitObserver Add() => observer is SilentWaitObserver ? observer : new Part(this);

    /// <summary>Says that no other follows.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            if (_objects.Count > 0)
            {
                observer.Report(Snapshot());
            }
        }
    }

    private void Take(WaitSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            foreach (var item in snapshot.Objects)
            {
                if (!_objects.ContainsKey(item.Reference))
                {
                    _order.Add(item.Reference);
                }

                _objects[item.Reference] = item;
            }

            observer.Report(Snapshot());
        }
    }

    private WaitSnapshot Snapshot() =>
        new(WaitGoal.Ready, [.. _order.Select(reference => _objects[reference])], Elapsed, timeout) { IsLast = _isOver };

    private sealed class Part(JoinedWaits all) : IWaitObserver
    {
        public void Report(WaitSnapshot snapshot) => all.Take(snapshot);
    }
}
