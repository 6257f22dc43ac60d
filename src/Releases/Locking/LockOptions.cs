namespace SecretsKit.Releases.Locking;

/// <summary>How a release is locked.</summary>
public sealed record LockOptions
{
    /// <summary>
    /// Who locks it, for people: <c>alice@runner-7 (process 4711)</c>. Not empty, and no secret: everybody in the namespace can read it.
    /// </summary>
    public required string Holder { get; init; }

    /// <summary>
    /// How long the lock holds after each renewal, in whole seconds from 3 on. Default 15 seconds; renewed each third of it.
    /// </summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait for another holder. Default five minutes; zero: not at all.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Called once for each holder that is waited for. Default: nothing.</summary>
    public Action<string> Waiting { get; init; } = _ => { };
}
