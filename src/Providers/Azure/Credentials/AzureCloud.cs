namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>One of the separate clouds of the vendor, or one that somebody runs.</summary>
/// <param name="Authority">
/// The server that issues tokens, such as <c>https://login.microsoftonline.com</c>, without a slash at the end.
/// </param>
/// <param name="VaultResource">
/// What tokens for its vaults are for, such as <c>https://vault.azure.net</c>; empty if that follows from the address of each vault.
/// </param>
internal sealed record AzureCloud(string Authority, string VaultResource)
{
    /// <summary>The one that is meant where nothing says otherwise.</summary>
    public static AzureCloud Public { get; } = new("https://login.microsoftonline.com", "https://vault.azure.net");

    /// <summary>That of governments of the United States.</summary>
    public static AzureCloud UsGovernment { get; } = new("https://login.microsoftonline.us", "https://vault.usgovcloudapi.net");

    /// <summary>That of China.</summary>
    public static AzureCloud China { get; } = new("https://login.chinacloudapi.cn", "https://vault.azure.cn");

    /// <summary>That of Germany, closed since 2021.</summary>
    public static AzureCloud Germany { get; } = new("https://login.microsoftonline.de", "https://vault.microsoftazure.de");

    /// <summary>
    /// The cloud of the environment: <c>AZURE_AUTHORITY_HOST</c>, else the public one. Credentials go there, so nothing that a file or a
    /// response says chooses another.
    /// </summary>
    public static AzureCloud Of(Platform.HostEnvironment environment) =>
        environment.Variable("AZURE_AUTHORITY_HOST") is { Length: > 0 } host
            ? new((host.Contains("://", StringComparison.Ordinal) ? host : "https://" + host).TrimEnd('/'), "")
            : Public;
}
