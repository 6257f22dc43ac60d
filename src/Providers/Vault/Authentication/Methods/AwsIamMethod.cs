using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Authentication.Methods;

/// <summary>
/// The method <c>iam</c>: Vault gets a signed question of who signed it, asks AWS with it, and believes the answer. The question cannot be
/// used for anything else, and ends after minutes.
/// </summary>
internal static class AwsIamMethod
{
    private const string DefaultRegion = "us-east-1";
    private const string Question = "Action=GetCallerIdentity&Version=2011-06-15";
    private const string WebSessionName = "external-secrets-provider-vault";

    private delegate ValueTask<AwsCredentials> CredentialReading(CancellationToken ct);

    /// <summary>Reads the fields (spec external-secrets.md 3.5).</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: they are wrong.</exception>
    public static IdentityReading Read(StoreFields iam, StoreContext context)
    {
        var (mount, vaultRole) = (iam.Text("path"), iam.Text("vaultRole"));
        var region = iam.Text("region") is { Length: > 0 } named ? named : DefaultRegion;
        var (role, externalId, serverId) = (iam.Text("role"), iam.Text("externalID"), iam.Text("vaultAwsIamServerID"));
        var name = $"iam {mount} {vaultRole} {region} {role} {externalId} {serverId}";
        var source = Source(iam, context, region);
        return async ct =>
        {
            var (own, credentials) = await source(ct);
            return new($"{name} {own}") { Login = VaultLogin.AwsIam(mount, SignAsync) };

            async ValueTask<IReadOnlyList<LoginField>> SignAsync(CancellationToken token)
            {
                var signer = await credentials(token);
                if (role.Length > 0)
                {
                    var request = new RoleRequest(role, RoleRequest.SdkSessionName(context.Host.Clock)) { ExternalId = externalId };
                    signer = await Sts(context, region).AssumeRoleAsync(request, new FixedCredentials(signer), token);
                }

                return Sign(signer, region, vaultRole, serverId, context.Host);
            }
        };
    }

    // Who signs: a pair of keys, the role of a service account, or whoever this program is.
    private static Func<CancellationToken, ValueTask<(string Name, CredentialReading Credentials)>> Source(
        StoreFields iam, StoreContext context, string region)
    {
        if (iam.Child("secretRef") is { } secret)
        {
            return OfKeys(secret, context);
        }

        if (iam.Child("jwt")?.Child("serviceAccountRef") is { } account)
        {
            return async ct =>
            {
                var role = await AccountRole.ReadAsync(account, context, ct);
                return (role.Name, token => role.AssumeAsync(Sts(context, region), WebSessionName, token));
            };
        }

        // Variables, the token of a pod's account, the server of pod identities, or the machine.
        return _ => new(("", ct => AwsIdentities.ForRun(context.Host).Of("", region).GetAsync(ct)));
    }

    private static Func<CancellationToken, ValueTask<(string Name, CredentialReading Credentials)>> OfKeys(
        StoreFields secret, StoreContext context)
    {
        SecretReading Of(StoreFields selector) => ct => StoreReferenceFields.SecretKeyAsync(selector, context, null, ct);
        var id = Of(secret.RequiredChild("accessKeyIDSecretRef"));
        var key = Of(secret.RequiredChild("secretAccessKeySecretRef"));
        var session = secret.Child("sessionTokenSecretRef") is { } selector ? Of(selector) : _ => new(SecretValue.Empty);
        return async ct =>
        {
            var (first, second, third) = (await id(ct), await key(ct), await session(ct));
            var name = $"{VaultIdentity.Hash(first)} {VaultIdentity.Hash(second)} {VaultIdentity.Hash(third)}";
            return (name, async token => new(Text(await id(token)), Text(await key(token)), Text(await session(token))));
        };

        // Files that were made by hand end with a line break.
        static string Text(SecretValue value) => value.RevealText().Trim();
    }

    private static StsClient Sts(StoreContext context, string region)
    {
        var identities = AwsIdentities.ForRun(context.Host);
        var endpoint = AwsStoreEndpoint.OfTokenService(context.Host.Environment, region, VaultFailures.Provider);
        return new(identities.Client, region, endpoint, identities.Tls);
    }

    private static List<LoginField> Sign(AwsCredentials credentials, string region, string role, string serverId, ProviderHost host)
    {
        // The global address is the one that a Vault accepts without settings.
        var url = region == DefaultRegion ? "https://sts.amazonaws.com/" : $"https://sts.{region}.{AwsRegions.Suffix(region)}/";
        var body = Encoding.UTF8.GetBytes(Question);
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)),
            new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
        };
        if (serverId.Length > 0)
        {
            headers.Add(new("X-Vault-Aws-Iam-Server-Id", serverId));
        }

        HttpUrl address;
        try
        {
            address = HttpUrl.Parse(url);
        }
        catch (Core.Errors.SecretsKitException)
        {
            throw new ProviderException(
                new(ProviderFault.InvalidSettings, VaultFailures.Provider, "login", "iam"), $"{region} is not the name of a region");
        }

        headers.AddRange(SigV4.Sign(new("POST", address, headers, body), credentials, new("sts", region, host.Clock.GetUtcNow())));
        return
        [
            new("role", SecretValue.OfText(role)),
            new("iam_http_request_method", SecretValue.OfText("POST")),
            new("iam_request_url", InBase64(Encoding.UTF8.GetBytes(url))),
            new("iam_request_body", InBase64(body)),
            new("iam_request_headers", InBase64(Json(headers))),
        ];
    }

    private static byte[] Json(List<KeyValuePair<string, string>> headers)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var (name, value) in headers.OrderBy(header => header.Key, StringComparer.Ordinal))
            {
                json.WriteStartArray(name);
                json.WriteStringValue(value);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return output.ToArray();
    }

    private static SecretValue InBase64(byte[] bytes) => SecretValue.OfText(Convert.ToBase64String(bytes));
}
