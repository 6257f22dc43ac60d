namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>What a token is for.</summary>
/// <param name="Resource">Who accepts it, such as <c>https://vault.azure.net</c>.</param>
internal sealed record AzureTokenRequest(string Resource)
{
    /// <summary>The tenant that the resource belongs to, if it said so; null for that of the credentials.</summary>
    public string? Tenant { get; init; }

    /// <summary>What the resource wants the token to say besides, as JSON; null for nothing.</summary>
    public string? Claims { get; init; }

    /// <summary>The same as a scope of the second version of the protocol.</summary>
    public string Scope => Resource + "/.default";

    /// <summary>
    /// The resource of a vault: its host without the vault's own name. A token is good for servers below that alone, so a vault that is not
    /// the vendor's gets none: no token is issued for it.
    /// </summary>
    /// <param name="host">The host of a vault.</param>
    /// <returns>Null if this is no host of a vault.</returns>
    public static AzureTokenRequest? ForVault(string host)
    {
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return Uri.CheckHostName(host) == UriHostNameType.Dns && dot > 0 && host.IndexOf('.', dot + 1) > 0
            ? new("https://" + host[(dot + 1)..])
            : null;
    }
}
