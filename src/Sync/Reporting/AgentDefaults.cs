namespace SecretsKit.Sync.Reporting;

/// <summary>How an agent writes to objects unless it is set otherwise; who compares objects knows its traces by it.</summary>
public static class AgentDefaults
{
    /// <summary>The agent's name: to servers, as manager of the fields that it writes, and as source of events about workloads.</summary>
    public const string AgentName = "secretskit-agent";

    /// <summary>How far the time of the last refresh in a status falls behind while nothing else changes: an hour.</summary>
    internal static readonly TimeSpan StatusHeartbeat = TimeSpan.FromHours(1);
}
