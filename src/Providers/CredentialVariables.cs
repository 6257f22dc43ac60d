namespace SecretsKit.Providers;

/// <summary>
/// Variables that hold credentials of vendors. Programs that show or change plaintext get along without them, and so do gpg and the command
/// lines of a vendor, as far as they are another's. A program that the user names as a source of credentials (<c>credential_process</c>, a
/// token helper) gets them: what it asks is the user's choice.
/// </summary>
public static class CredentialVariables
{
    private static readonly string[] OfAzure = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "IDENTITY_HEADER"];

    /// <summary>Those of other vendors than Azure.</summary>
    public static IReadOnlyList<string> NotOfAzure { get; } =
    [
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "GOOGLE_CREDENTIALS",
        "GOOGLE_OAUTH_ACCESS_TOKEN", "VAULT_TOKEN", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. NotOfAzure, .. OfAzure];
}
