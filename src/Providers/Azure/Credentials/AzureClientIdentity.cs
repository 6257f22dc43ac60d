using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>
/// A client of a tenant that proves itself by a secret, a certificate, or a token that somebody else has issued (a federated one).
/// </summary>
/// <param name="endpoint">Issues tokens.</param>
/// <param name="tenant">The tenant of the client.</param>
/// <param name="client">Its id.</param>
/// <param name="proof">The fields that prove it, made for an address; made anew for each token.</param>
internal sealed class AzureClientIdentity(AzureTokenEndpoint endpoint, string tenant, string client, AzureProof proof) : IAzureIdentity
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Further tenants that it may ask for tokens; <c>*</c> means all. Default none.</summary>
    public IReadOnlyList<string> OtherTenants { get; init; } = [];

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> TokenAsync(AzureTokenRequest request, CancellationToken ct)
    {
        var wanted = request.Tenant ?? tenant;
        if (!Is(wanted, tenant) && !OtherTenants.Any(other => other == "*" || Is(other, wanted)))
        {
            throw AzureFailures.Credentials(request.Resource, $"the vault belongs to tenant {wanted}, and the credentials are for {tenant}",
                "use credentials of that tenant, or name it in AZURE_ADDITIONALLY_ALLOWED_TENANTS");
        }

        return await endpoint.AskAsync(wanted, client, request, await proof(endpoint.Address(wanted), client, ct), ct);
    }

    /// <summary>A secret that was agreed on.</summary>
    public static AzureProof Secret(string secret) => (_, _, _) => new([new("client_secret", secret)]);

    /// <summary>A token that another has issued, read anew each time since it is short-lived.</summary>
    public static AzureProof Assertion(Func<CancellationToken, ValueTask<string>> token) => async (_, _, ct) => Assertion(await token(ct));

    /// <summary>A certificate: a token signed with its key.</summary>
    public static AzureProof Certificate(AzureCertificate certificate, ProviderHost host) =>
        (address, client, _) => new(Assertion(certificate.Sign(address, client, host.Clock.GetUtcNow(), host.Random)));

    private static KeyValuePair<string, string>[] Assertion(string token) =>
        [new("client_assertion", token), new("client_assertion_type", AssertionType)];

    private static bool Is(string tenant, string other) => string.Equals(tenant, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Makes the fields of a request that prove who asks.</summary>
/// <param name="address">Where they are sent.</param>
/// <param name="client">Who asks.</param>
/// <param name="ct">Ends it.</param>
internal delegate ValueTask<IReadOnlyList<KeyValuePair<string, string>>> AzureProof(string address, string client, CancellationToken ct);
