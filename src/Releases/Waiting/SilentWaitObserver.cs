namespace SecretsKit.Releases.Waiting;

/// <summary>Passes over what it receives.</summary>
public sealed class SilentWaitObserver : IWaitObserver
{
    private SilentWaitObserver()
    {
    }

    /// <summary>The only one.</summary>
    public static SilentWaitObserver Instance { get; } = new();

    /// <inheritdoc/>
    public void Report(WaitSnapshot snapshot)
    {
    }
}
