using System.Collections.Concurrent;

namespace SecretsKit.Charts.Model;

/// <summary>
/// Independent work on the files of a chart, done on other processors while its owner does something else, where there is enough of it to
/// be worth their start. Its results are kept by <paramref name="work"/>; what fails is left to those who need it, who meet failures in order.
/// One thread adds; any may finish.
/// </summary>
/// <param name="work">Works on one; called from any thread. Its <see cref="ChartException"/> is dropped.</param>
internal sealed class WorkAhead<T>(Action<T> work)
{
    // Bytes. Below it, a thread takes longer to wake than the work takes.
    private const int WorthThread = 65_536;

    private readonly ConcurrentQueue<T> _waiting = new();
    private readonly List<Task> _helpers = [];
    private int _unclaimed;
    private int _running;

    /// <summary>Adds work that may begin at once.</summary>
    /// <param name="item">What to work on.</param>
    /// <param name="bytes">Its size.</param>
    public void Add(T item, int bytes)
    {
        _waiting.Enqueue(item);
        _unclaimed += bytes;
        if (_unclaimed >= WorthThread && Volatile.Read(ref _running) < Environment.ProcessorCount - 1)
        {
            _unclaimed = 0;
            Interlocked.Increment(ref _running);
            _helpers.Add(Task.Run(Help));
        }
    }

    /// <summary>Does what has not begun, and waits for the rest.</summary>
    /// <exception cref="OperationCanceledException">The token fired; what has not begun is dropped.</exception>
    public void Finish(CancellationToken cancellationToken)
    {
        try
        {
            while (TryWork())
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            Task.WaitAll(_helpers, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _waiting.Clear();
            throw;
        }
    }

    private void Help()
    {
        while (TryWork())
        {
        }

        Interlocked.Decrement(ref _running);
    }

    private bool TryWork()
    {
        if (!_waiting.TryDequeue(out var item))
        {
            return false;
        }

        try
        {
            work(item);
        }
        catch (ChartException)
        {
            // Met again by whoever needs it.
        }

        return true;
    }
}
