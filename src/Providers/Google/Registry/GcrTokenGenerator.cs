using System.Globalization;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Google.SecretManager;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Google.Registry;

/// <summary>
/// A login for the registries of Google: <c>username</c>, <c>password</c>, which is a token of the identity, and <c>expiry</c> in seconds
/// (spec external-secrets.md 4.5).
/// </summary>
internal sealed class GcrTokenGenerator : ISecretGenerator
{
    private const string Provider = "GCR token generator";
    private const string User = "oauth2accesstoken";

    private readonly GcpStoreCredentials _credentials;

    private GcrTokenGenerator(StoreFields fields, StoreContext context)
    {
        fields.RequiredText("projectID");
        fields.RequiredChild("auth");
        _credentials = new(fields, context);
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "GCRAccessToken", "gcrAccessTokenSpec", static (spec, context) => new GcrTokenGenerator(new(spec, "spec", Provider), context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var token = await _credentials.AuthenticatorAsync(ct) is TokenAuthenticator identity ? await identity.RenewAsync(ct) : null;
        return token is null
            ? throw new ProviderException(new(ProviderFault.Unauthenticated, Provider, "token", ""), $"there is no token")
            : new()
            {
                ["username"] = SecretValue.OfText(User),
                ["password"] = SecretValue.OfText(token.Reveal()),
                ["expiry"] = SecretValue.OfText(
                    token.Expires is { } end ? end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : ""),
            };
    }
}
