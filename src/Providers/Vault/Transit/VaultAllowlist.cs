using SecretsKit.Platform;

namespace SecretsKit.Providers.Vault.Transit;

/// <summary>Which servers files may send a data key to: SOPS_HC_VAULT_ALLOWLIST (spec sops.md 7.8).</summary>
internal static class VaultAllowlist
{
    /// <summary>
    /// Whether an address is allowed: the list is <c>all</c> (also if unset), <c>none</c>, or prefixes of URLs with commas.
    /// </summary>
    public static bool Allows(HostEnvironment environment, string address)
    {
        var list = environment.Variable("SOPS_HC_VAULT_ALLOWLIST") ?? "";
        var folder = AsFolder(address);
        return list.Trim() switch
        {
            "" or "all" => true,
            "none" => false,
            _ => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Any(prefix => folder.StartsWith(AsFolder(prefix), StringComparison.Ordinal)),
        };
    }

    // With the slash, so that https://vault.example does not allow https://vault.example.org.
    private static string AsFolder(string url) => url.EndsWith('/') ? url : url + "/";
}
