namespace SecretsKit.Cli.Diffing;

/// <summary>A clock that stands still, so that two renderings see the same time, and that knows whether anybody looked.</summary>
internal sealed class StillClock(DateTimeOffset time) : TimeProvider
{
    /// <summary>Whether the time was asked for.</summary>
    public bool WasRead { get; private set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        WasRead = true;
        return time;
    }
}
