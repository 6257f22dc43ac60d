namespace SecretsKit.Platform.Http.Limits;

/// <summary>How much is asked of one server (scheme, host and port) at a time.</summary>
public sealed record HttpLimits
{
    /// <summary>Most requests under way at once. Default null: no limit.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>Requests in a second, in the long run. Default null: no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>
    /// Requests that may go at once after a time without any. Default 1; counts only with <see cref="RequestsPerSecond"/>.
    /// </summary>
    public int Burst { get; init; } = 1;
}
