using System.Collections.Concurrent;

namespace SecretsKit.Charts.Model;

/// <summary>
/// Independent pieces of work on the files of a chart, done on other processors while their owner does
/// something else, where there is enough of them to be worth their start. Each keeps its result itself; what fails is left to those who
/// need it, who meet failures in order. One thread adds; any may finish.
/// </summary>
internal sealed class ParallelPreload
{
    // Bytes. Below it, a thread takes longer to wake than the work takes.
    private const int WorthThread = 65_536;

    private readonly ConcurrentQueue<Action> _waiting = new();
    private readonly List<Task> _helpers = [];
    private int _unclaimed;
    private int _running;

    /// <summary>Adds work that may begin at once.</summary>
    /// <param name="work">May be called from any thread. Its <see cref="ChartException"/> is dropped.</param>
    /// <param name="bytes">The size of what it works on.</param>
    public void Add(Action work, int bytes)
    {
        _waiting.Enqueue(work);
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

#pragma warning disable RS0030 // A rendering is synchronous work: the thread that its host provides does its part, then waits for the rest.
            Task.WaitAll(_helpers, cancellationToken);
#pragma warning restore RS0030
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
        if (!_waiting.TryDequeue(out var work))
        {
            return false;
        }

        try
        {
            work();
        }
        catch (ChartException)
        {
            // Fails again where it is needed.
        }

        return true;
    }
}
