using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Platform.Http;
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
    private const string SessionName = "secretskit";
    private const string RoleAnnotation = "eks.amazonaws.com/role-arn";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(600);

    /// <summary>Reads the fields (spec external-secrets.md 3.5).</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: they are wrong.</exception>
    public static IdentityReading Read(StoreFields iam, StoreContext context)
    {
        var (mount, vaultRole) = (iam.Text("path"), iam.Text("vaultRole"));
        var region = iam.Text("region") is { Length: > 0 } named ? named : DefaultRegion;
        var (role, externalId, serverId) = (iam.Text("role"), iam.Text("externalID"), iam.Text("vaultAwsIamServerID"));
        var (source, keys) = Source(iam, context, region);

        async ValueTask<IReadOnlyList<LoginField>> SignAsync(CancellationToken ct)
        {
            var credentials = await source(ct);
            if (role.Length > 0)
            {
                credentials = await Sts(context.Host, region).AssumeRoleAsync(
                    new(role, SessionName) { ExternalId = externalId }, new FixedCredentials(credentials), ct);
            }

            return Sign(credentials, region, vaultRole, serverId, context.Host);
        }

        return async ct =>
        {
            var name = $"iam {mount} {vaultRole} {region} {role} {externalId} {serverId} {SourceName(iam, context)}";
            foreach (var key in keys)
            {
                name += " " + VaultIdentity.Hash(await key(ct));
            }

            return new(name) { Login = VaultLogin.AwsIam(mount, SignAsync) };
        };
    }

    private static (Func<CancellationToken, ValueTask<AwsCredentials>> Read, SecretReading[] Keys) Source(
        StoreFields iam, StoreContext context, string region)
    {
        if (iam.Child("secretRef") is { } secret)
        {
            SecretReading Of(StoreFields selector) => ct => StoreReferenceFields.SecretKeyAsync(selector, context, null, ct);
            var id = Of(secret.RequiredChild("accessKeyIDSecretRef"));
            var key = Of(secret.RequiredChild("secretAccessKeySecretRef"));
            var session = secret.Child("sessionTokenSecretRef") is { } selector ? Of(selector) : _ => new(SecretValue.Empty);
            return (async ct => new(
                (await id(ct)).RevealText().Trim(), (await key(ct)).RevealText().Trim(), (await session(ct)).RevealText().Trim()),
                [id, key, session]);
        }

        if (iam.Child("jwt")?.Child("serviceAccountRef") is { } account)
        {
            return (ct => OfAccountAsync(account, context, region, ct), []);
        }

        return (ct => new AwsCredentialChain(context.Host, Client(context.Host), region, TlsOptions.Default).ResolveAsync("", ct), []);
    }

    private static string SourceName(StoreFields iam, StoreContext context) => iam.Child("jwt")?.Child("serviceAccountRef") is { } account
        ? $"{StoreReferenceFields.NamespaceOf(account, context)}/{account.Text("name")} {string.Join(',', account.Texts("audiences"))}"
            : "";

    private static async ValueTask<AwsCredentials> OfAccountAsync(
        StoreFields account, StoreContext context, string region, CancellationToken ct)
    {
        var (ns, name) = (StoreReferenceFields.NamespaceOf(account, context), account.RequiredText("name"));
        var annotations = await context.References.ServiceAccountAnnotationsAsync(ns, name, ct);
        if (!annotations.TryGetValue(RoleAnnotation, out var role) || role.Length == 0)
        {
            throw account.Wrong("name", $"an IAM role must be associated with service account {name} (namespace: {ns})");
        }

        string[] audiences = ["sts.amazonaws.com", .. account.Texts("audiences")];
        var token = await context.References.ServiceAccountTokenAsync(ns, name, audiences, TokenLifetime, ct);
        return await Sts(context.Host, region).AssumeRoleWithWebIdentityAsync(new(role, SessionName), token.RevealText(), ct);
    }

    private static AwsClient Client(ProviderHost host) => new(host, AwsReview.Policy);

    private static StsClient Sts(ProviderHost host, string region) =>
        new(Client(host), region, AwsRegions.Endpoint(host.Environment, "sts", "STS", region, common: false), TlsOptions.Default);

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
