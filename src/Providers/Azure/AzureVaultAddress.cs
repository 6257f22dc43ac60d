namespace SecretsKit.Providers.Azure;

/// <summary>Addresses of vaults, as files and manifests write them.</summary>
internal static class AzureVaultAddress
{
    /// <summary>The host of <c>https://NAME.vault.azure.net</c>; null for anything but such an address.</summary>
    public static string? HostOf(string url) =>
        Uri.TryCreate(url.TrimEnd('/'), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
        && address.PathAndQuery == "/" && address.UserInfo.Length == 0 && address.Fragment.Length == 0
            ? address.IdnHost
            : null;
}
