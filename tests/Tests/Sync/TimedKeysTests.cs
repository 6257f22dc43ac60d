using SecretsKit.Sync.Queueing;

namespace SecretsKit.Tests.Sync;

/// <summary>When keys are due, however often that changes.</summary>
public sealed class TimedKeysTests
{
    private readonly Dictionary<string, long> _stamps = [];
    private readonly TimedKeys<string> _times;

    public TimedKeysTests() => _times = new(key => _stamps.GetValueOrDefault(key));

    [Fact]
    public void The_last_time_of_a_key_counts()
    {
        Add("a", 1, 1);
        Add("b", 2, 2);
        Add("a", 3, 3);
        Assert.Equal(["b", "a"], Drain());
    }

    [Fact]
    public void Times_that_were_replaced_do_not_fill_the_memory()
    {
        for (var stamp = 1; stamp <= 100_000; stamp++)
        {
            Add(stamp % 2 == 0 ? "a" : "b", stamp, 100_000 - stamp);
        }

        Assert.InRange(_times.Count, 2, 64);
        Assert.Equal(["a", "b"], Drain());
    }

    [Fact]
    public void Times_that_count_are_all_kept()
    {
        for (var stamp = 1; stamp <= 1000; stamp++)
        {
            Add($"{stamp:0000}", stamp, stamp);
        }

        Assert.Equal(1000, _times.Count);
        Assert.Equal(Enumerable.Range(1, 1000).Select(stamp => $"{stamp:0000}"), Drain());
    }

    private void Add(string key, long stamp, int due)
    {
        _stamps[key] = stamp;
        _times.Add(key, stamp, TimeSpan.FromSeconds(due));
    }

    private List<string> Drain()
    {
        var keys = new List<string>();
        while (_times.TryPeek(out var key, out _))
        {
            _times.Dequeue();
            keys.Add(key);
        }

        return keys;
    }
}
