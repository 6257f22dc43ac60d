namespace SecretsKit.Sync.Queueing;

/// <summary>
/// Work that takes long: a store that does not answer keeps those who wait for it and no others, because their workers go on without them.
/// Safe on all threads.
/// </summary>
/// <param name="clock">Measures.</param>
/// <param name="most">How much of it there is at most; more keeps its workers.</param>
internal sealed class ParkedWork(TimeProvider clock, int most)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly HashSet<Task> _parked = [];
    private readonly TaskCompletionSource<Task> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first work that failed after its worker went on.</summary>
    public Task<Task> Broken => _broken.Task;

    /// <summary>Waits for work, for half a second if the rest of it can be left to itself.</summary>
    public async Task FollowAsync(Task work)
    {
        if (!await EndsSoonAsync(work) && !TryPark(work))
        {
            await work;
        }
    }

    /// <summary>Ends when all has ended that is left to itself now.</summary>
    public Task AllAsync()
    {
        lock (_lock)
        {
            return Task.WhenAll([.. _parked]);
        }
    }

    private async Task<bool> EndsSoonAsync(Task work)
    {
        // It may end in the moment in which the patience does: only its own state says how it ended.
        await work.WaitAsync(Patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
        {
            return false;
        }

        await work;
        return true;
    }

    private bool TryPark(Task work)
    {
        lock (_lock)
        {
            if (_parked.Count >= most)
            {
                return false;
            }

            _parked.Add(work);
        }

        work.ContinueWith(End, TaskScheduler.Default);
        return true;
    }

    private void End(Task work)
    {
        lock (_lock)
        {
            _parked.Remove(work);
        }

        if (work.IsFaulted)
        {
            _broken.TrySetResult(work);
        }
    }
}
