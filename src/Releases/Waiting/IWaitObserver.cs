namespace SecretsKit.Releases.Waiting;

/// <summary>Receives how a wait goes on, for a live view or for lines of a log.</summary>
public interface IWaitObserver
{
    /// <summary>Something changed. Calls come one after the other, from any thread; the wait goes on when the call returns.</summary>
    /// <param name="snapshot">How things are now.</param>
    void Report(WaitSnapshot snapshot);
}
