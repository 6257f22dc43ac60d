namespace SecretsKit.Agent.Telemetry;

/// <summary>Spans that wait to be sent: never more than fit, whatever becomes of the collector. Safe on all threads.</summary>
/// <param name="capacity">Most spans; more are dropped.</param>
/// <param name="batch">How many are worth a request before it is time for one.</param>
/// <param name="dropped">Called for each that is dropped.</param>
internal sealed class SpanQueue(int capacity, int batch, Action dropped)
{
    private readonly Lock _lock = new();
    private readonly Queue<EncodedSpan> _spans = [];
    private TaskCompletionSource _full = New();

    /// <summary>Adds a span, or drops it. Never waits.</summary>
    public void Add(EncodedSpan span)
    {
        lock (_lock)
        {
            if (_spans.Count >= capacity)
            {
                dropped();
                return;
            }

            _spans.Enqueue(span);
            if (_spans.Count >= Math.Min(batch, capacity))
            {
                _full.TrySetResult();
            }
        }
    }

    /// <summary>Waits until there is enough for a request, or for some time.</summary>
    public async Task WaitAsync(TimeSpan delay, TimeProvider clock, CancellationToken ct)
    {
        Task full;
        lock (_lock)
        {
            full = _full.Task;
        }

        try
        {
            await full.WaitAsync(delay, clock, ct);
        }
        catch (TimeoutException)
        {
            // What is there is sent.
        }
    }

    /// <summary>Takes the oldest.</summary>
    public List<EncodedSpan> Take()
    {
        var taken = new List<EncodedSpan>(batch);
        lock (_lock)
        {
            while (taken.Count < batch && _spans.TryDequeue(out var span))
            {
                taken.Add(span);
            }

            if (_full.Task.IsCompleted && _spans.Count < Math.Min(batch, capacity))
            {
                _full = New();
            }
        }

        return taken;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
