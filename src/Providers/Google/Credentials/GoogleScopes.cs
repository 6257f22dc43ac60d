namespace SecretsKit.Providers.Google.Credentials;

/// <summary>What tokens are for.</summary>
internal static class GoogleScopes
{
    /// <summary>All of Google Cloud that the account may do.</summary>
    public const string CloudPlatform = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>What the KMS client of the reference asks for.</summary>
    public static IReadOnlyList<string> Kms { get; } = [CloudPlatform, "https://www.googleapis.com/auth/cloudkms"];

    /// <summary>Everything else.</summary>
    public static IReadOnlyList<string> Platform { get; } = [CloudPlatform];
}
