namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Definitions and other objects without a namespace belong to the whole cluster: one test has it at a time.</summary>
internal sealed class ClusterTurn : IDisposable
{
    private static readonly SemaphoreSlim Gate = new(1);

    private ClusterTurn()
    {
    }

    /// <summary>Waits for the turn; it ends when the result is disposed.</summary>
    public static async Task<ClusterTurn> TakeAsync()
    {
        await Gate.WaitAsync(TestContext.Current.CancellationToken);
        return new();
    }

    public void Dispose() => Gate.Release();
}
