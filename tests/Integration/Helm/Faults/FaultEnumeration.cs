using System.Collections.Concurrent;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>Repeats an operation with a fault at its first request, its second one, and so on, several at a time.</summary>
internal static class FaultEnumeration
{
    // Each attempt mostly waits for the cluster.
    private const int Parallelism = 3;

    // More than any operation here has: reaching it would mean that the enumeration does not end.
    private const int Most = 60;

    /// <summary>Runs attempts until one of them ends before its fault.</summary>
    /// <param name="least">Faults that there must be at least.</param>
    /// <param name="attempt">The operation with a fault at the request of this number, from 1; false if it had fewer requests.</param>
    public static async Task RunAsync(int least, Func<int, Task<bool>> attempt)
    {
        var next = 0;
        var beyond = new ConcurrentBag<int>();
        await Task.WhenAll(Enumerable.Range(0, Parallelism).Select(async _ =>
        {
            while (beyond.IsEmpty)
            {
                var number = Interlocked.Increment(ref next);
                Assert.True(number < Most, "the operation never ended without a fault");
                if (!await attempt(number))
                {
                    beyond.Add(number);
                }
            }
        }));
        Assert.True(beyond.Min() > least, $"the operation had {beyond.Min() - 1} requests");
    }
}
