namespace SecretsKit.Sync.Scheduling;

/// <summary>When an object is looked at again.</summary>
internal enum RequeueKind
{
    /// <summary>At its next event alone.</summary>
    None,

    /// <summary>After a time.</summary>
    After,

    /// <summary>At once, because somebody else changed it meanwhile.</summary>
    Immediately,

    /// <summary>After a time that doubles with each failure.</summary>
    Backoff,
}

/// <summary>When an object is looked at again.</summary>
/// <param name="Kind">How.</param>
/// <param name="Delay">The time, for <see cref="RequeueKind.After"/>.</param>
internal readonly record struct Requeue(RequeueKind Kind, TimeSpan Delay = default)
{
    public static Requeue None => new(RequeueKind.None);

    public static Requeue Immediately => new(RequeueKind.Immediately);

    public static Requeue Backoff => new(RequeueKind.Backoff);

    public static Requeue After(TimeSpan? delay) => delay is { } time ? new(RequeueKind.After, time) : None;
}
