namespace SecretsKit.Providers.Aws.Calls;

/// <summary>The time of AWS: that of this machine, until a refused signature shows that it differs. Safe on all threads.</summary>
/// <param name="clock">The clock of this machine.</param>
internal sealed class AwsClock(TimeProvider clock)
{
    // Servers take five minutes of difference; what is nearer has another cause.
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(4);

    private long _offset;

    /// <summary>Now, as AWS sees it.</summary>
    public DateTimeOffset Now => clock.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offset));

    /// <summary>Takes the time of a response that refused the time of a request.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Correct(DateTimeOffset theirs)
    {
        if ((theirs - Now).Duration() <= MaxSkew)
        {
            return false;
        }

        Interlocked.Exchange(ref _offset, (theirs - clock.GetUtcNow()).Ticks);
        return true;
    }
}
