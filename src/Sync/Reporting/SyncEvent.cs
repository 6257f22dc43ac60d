namespace SecretsKit.Sync.Reporting;

/// <summary>An event about an object.</summary>
/// <param name="IsWarning">Whether it is a warning.</param>
/// <param name="Reason">One word.</param>
/// <param name="Message">A sentence, without secrets.</param>
internal sealed record SyncEvent(bool IsWarning, string Reason, string Message)
{
    public static SyncEvent Normal(string reason, string message) => new(false, reason, message);

    public static SyncEvent Warning(string reason, string message) => new(true, reason, message);
}
