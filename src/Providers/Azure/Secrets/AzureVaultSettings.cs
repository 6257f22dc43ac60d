using SecretsKit.Providers.Azure.Credentials;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Azure.Secrets;

/// <summary>Which vault of which cloud a store means (spec external-secrets.md 3.7).</summary>
/// <param name="Url">The address of the vault, without a slash at the end.</param>
/// <param name="Cloud">The cloud.</param>
/// <param name="Resource">What tokens for the vault are for.</param>
/// <param name="ApiVersion">The version of the vault's interface.</param>
internal sealed record AzureVaultSettings(string Url, AzureCloud Cloud, AzureTokenRequest Resource, string ApiVersion)
{
    /// <summary>Whether the manifest says where tokens are issued.</summary>
    public bool IsCustomCloud { get; init; }

    /// <summary>Reads them.</summary>
    /// <exception cref="Failures.ProviderException">They are wrong or incomplete.</exception>
    public static AzureVaultSettings Read(StoreFields fields)
    {
        var url = fields.RequiredText("vaultUrl");
        var host = AzureVaultAddress.HostOf(url)
            ?? throw fields.Wrong("vaultUrl", "expected the address of a vault, such as https://NAME.vault.azure.net");
        var usesNewClient = fields.Flag("useAzureSDK");
        var custom = fields.Child("customCloudConfig");
        if (custom is not null && !usesNewClient)
        {
            throw custom.Wrong("", "it requires useAzureSDK to be true");
        }

        var cloud = custom is not null ? Custom(custom) : Named(fields);
        var own = cloud.VaultResource.Length > 0 ? new AzureTokenRequest(cloud.VaultResource) : AzureTokenRequest.ForVault(host);

        // A token goes only to servers below the one that it is made for, wherever the manifest points to.
        return own is not null && host.EndsWith('.' + new Uri(own.Resource).IdnHost, StringComparison.OrdinalIgnoreCase)
            ? new(url.TrimEnd('/'), cloud, own, usesNewClient ? "7.6" : "7.0") { IsCustomCloud = custom is not null }
            : throw fields.Wrong("vaultUrl", own is null ? "this is not the address of a vault"
                : $"this is no vault of the cloud whose tokens are for {own.Resource}: check environmentType");
    }

    private static AzureCloud Named(StoreFields fields) => fields.Text("environmentType") switch
    {
        "" or "PublicCloud" => AzureCloud.Public,
        "USGovernmentCloud" => AzureCloud.UsGovernment,
        "ChinaCloud" => AzureCloud.China,
        "GermanCloud" => AzureCloud.Germany,
        "AzureStackCloud" => throw fields.Wrong("customCloudConfig", "it is required for AzureStackCloud and missing"),
        _ => throw fields.Wrong(
            "environmentType", "expected PublicCloud, USGovernmentCloud, ChinaCloud, GermanCloud or AzureStackCloud"),
    };

    private static AzureCloud Custom(StoreFields custom)
    {
        var authority = Server(custom, "activeDirectoryEndpoint", custom.RequiredText("activeDirectoryEndpoint"));
        var endpoint = custom.Text("keyVaultEndpoint");
        var suffix = custom.Text("keyVaultDNSSuffix").TrimStart('.');
        return new(authority, endpoint.Length > 0 ? Server(custom, "keyVaultEndpoint", endpoint)
            : suffix.Length > 0 ? Server(custom, "keyVaultDNSSuffix", "https://" + suffix) : "");
    }

    private static string Server(StoreFields custom, string field, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0
        && address.Query.Length == 0 && address.Fragment.Length == 0 && address.HostNameType == UriHostNameType.Dns
            ? text.TrimEnd('/')
            : throw custom.Wrong(field, "expected an address of scheme https");
}
