namespace SecretsKit.Charts.Model;

/// <summary>Does independent work on the files of a chart, on several processors where there is enough of it to be worth their start.</summary>
internal static class FileWork
{
    // Bytes. Below it, the threads take longer to start than the work takes.
    private const int WorthThreads = 131_072;

    /// <summary>Does the work ahead of those who need it, if it is worth that. What fails is left to them: they meet failures in order.</summary>
    /// <param name="count">How many files.</param>
    /// <param name="size">The bytes of one.</param>
    /// <param name="work">Works on one; called from any thread, and its <see cref="ChartException"/> is dropped.</param>
    /// <param name="cancellationToken">Looked at between files.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public static void Ahead(int count, Func<int, int> size, Action<int> work, CancellationToken cancellationToken)
    {
        var sum = 0L;
        for (var i = 0; i < count && sum < WorthThreads; i++)
        {
            sum += size(i);
        }

        if (sum < WorthThreads || Environment.ProcessorCount == 1)
        {
            return;
        }

        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            try
            {
                work(i);
            }
            catch (ChartException)
            {
                // Met again by whoever needs the file, in the order of files.
            }
        });
    }
}
