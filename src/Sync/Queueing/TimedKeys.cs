namespace SecretsKit.Sync.Queueing;

/// <summary>
/// When keys are due. A key that gets another time, or none, leaves its old one behind, which is dropped when it is reached, or when most
/// of what is here is such: objects that change often while their interval is long cannot fill the memory. Not for several threads.
/// </summary>
/// <param name="stampOf">The stamp that the time of a key must have to count; 0 for none.</param>
internal sealed class TimedKeys<TKey>(Func<TKey, long> stampOf)
    where TKey : notnull
{
    private const int Few = 64;

    private readonly PriorityQueue<(TKey Key, long Stamp), TimeSpan> _times = new();
    private int _most = Few;

    /// <summary>How many times are kept, those included that do not count any more.</summary>
    public int Count => _times.Count;

    /// <summary>Adds the time of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="stamp">Tells this time from others of the same key; more than 0.</param>
    /// <param name="due">When, on the clock of the caller.</param>
    public void Add(TKey key, long stamp, TimeSpan due)
    {
        _times.Enqueue((key, stamp), due);
        if (_times.Count <= _most)
        {
            return;
        }

        var counting = _times.UnorderedItems.Where(item => stampOf(item.Element.Key) == item.Element.Stamp).ToList();
        _times.Clear();
        _times.EnqueueRange(counting);
        _most = Math.Max(Few, counting.Count * 2);
    }

    /// <summary>The key that is due first, which stays.</summary>
    public bool TryPeek(out TKey key, out TimeSpan due)
    {
        while (_times.TryPeek(out var next, out due))
        {
            if (stampOf(next.Key) == next.Stamp)
            {
                key = next.Key;
                return true;
            }

            _times.Dequeue();
        }

        key = default!;
        return false;
    }

    /// <summary>Removes the key that <see cref="TryPeek"/> gave.</summary>
    public void Dequeue() => _times.Dequeue();
}
