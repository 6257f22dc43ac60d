namespace SecretsKit.Charts.Rendering;

/// <summary>A clock that does not move, so that two renderings see the same time, and that knows whether anybody looked.</summary>
/// <param name="time">What it shows.</param>
public sealed class FixedClock(DateTimeOffset time) : TimeProvider
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
