namespace SecretsKit.Providers.Aws.Calls;

/// <summary>How services of AWS say that they are asked too often.</summary>
internal static class AwsThrottling
{
    private static readonly string[] Codes =
    [
        "LimitExceededException", "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
        "RequestThrottled", "RequestThrottledException", "SlowDown", "Throttling", "ThrottledException", "ThrottlingException",
        "TooManyRequestsException", "TransactionInProgressException", "BandwidthLimitExceeded", "EC2ThrottledException",
    ];

    /// <summary>Whether a service says so; it has not acted then.</summary>
    public static bool Is(int status, string code) => status == 429 || Codes.Contains(code);
}
