namespace SecretsKit.Cli.Editing;

/// <summary>Variables that hold credentials of vendors. Programs that only show or change plaintext get along without them.</summary>
internal static class CredentialVariables
{
    /// <summary>Their names.</summary>
    public static string[] Names =>
    [
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AZURE_CLIENT_SECRET",
        "AZURE_CLIENT_CERTIFICATE_PASSWORD", "IDENTITY_HEADER", "GOOGLE_CREDENTIALS", "GOOGLE_OAUTH_ACCESS_TOKEN", "VAULT_TOKEN",
        "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    ];
}
