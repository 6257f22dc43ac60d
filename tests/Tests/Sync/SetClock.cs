using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>The wall clock of a machine can be set; its timers go on.</summary>
/// <param name="steady">The timers.</param>
internal sealed class SetClock(FakeClock steady) : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => steady.TimestampFrequency;

    public override long GetTimestamp() => steady.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow() + Offset;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        steady.CreateTimer(callback, state, dueTime, period);
}
