using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>
/// Credentials of a role by single sign-on: <c>aws sso login</c> leaves a token in <c>~/.aws/sso/cache</c>, and the portal gives
/// credentials for it. A token that has ended is renewed where the login allows it; the file stays as it is.
/// </summary>
internal static class SsoCredentials
{
    private const string Source = "single sign-on";
    private const string LoginHint = "run 'aws sso login' for this profile";

    /// <summary>Obtains them.</summary>
    public static async ValueTask<AwsCredentials> GetAsync(
        ProviderHost host, AwsProfile profile, AwsProfile? session, CancellationToken ct)
    {
        var region = (session ?? profile)["sso_region"];
        var url = (session ?? profile)["sso_start_url"];
        if (region is null || url is null || profile["sso_account_id"] is not { } account || profile["sso_role_name"] is not { } role)
        {
            throw CredentialFailure.Of(
                Source, $"profile {profile.Name} lacks one of sso_region, sso_start_url, sso_account_id and sso_role_name");
        }

        var token = await TokenAsync(host, session is null ? url : session.Name, region, ct);
        var portal = AwsRegions.Endpoint(host.Environment, "portal.sso", "SSO", region, common: false);
        var address = $"{portal}federation/credentials?account_id={CanonicalForm.Escape(account)}&role_name={CanonicalForm.Escape(role)}";
        var request = new HttpRequest(HttpMethod.Get, HttpUrl.Parse(address)) { Headers = new() { { "x-amz-sso_bearer_token", token } } };
        var content = await SendAsync(host, request, "GetRoleCredentials", ct);
        var credentials = CredentialJson.Read(content);
        CryptographicOperations.ZeroMemory(content);
        return credentials ?? throw CredentialFailure.Of(Source, $"the answer holds no credentials");
    }

    private static async ValueTask<string> TokenAsync(ProviderHost host, string name, string region, CancellationToken ct)
    {
        var digest = Sha1.Hash(Encoding.UTF8.GetBytes(name));
        var path = Path.Combine(host.Environment.HomeDirectory ?? "/", ".aws", "sso", "cache", Convert.ToHexStringLower(digest) + ".json");
        var text = File.Exists(path) ? Encoding.UTF8.GetBytes(await TokenFile.ReadAsync(host.Environment, path, ct))
            : throw CredentialFailure.Of(Source, $"there is no login for {name}", LoginHint);
        var fields = CredentialJson.Texts(text);
        if (fields?.GetValueOrDefault("accesstoken") is not { Length: > 0 } token)
        {
            throw CredentialFailure.Of(Source, $"{path} holds no token", LoginHint);
        }

        if (CredentialJson.Time(fields.GetValueOrDefault("expiresat")) is not { } end || end > host.Clock.GetUtcNow())
        {
            return token;
        }

        return fields.GetValueOrDefault("refreshtoken") is { Length: > 0 } refresh
            && fields.GetValueOrDefault("clientid") is { Length: > 0 } client
            && fields.GetValueOrDefault("clientsecret") is { Length: > 0 } secret
            ? await RenewAsync(host, region, client, secret, refresh, ct)
            : throw CredentialFailure.Of(Source, $"the login for {name} has expired", LoginHint);
    }

    private static async ValueTask<string> RenewAsync(
        ProviderHost host, string region, string client, string secret, string refresh, CancellationToken ct)
    {
        var body = new JsonBody(json =>
        {
            json.WriteString("clientId", client);
            json.WriteString("clientSecret", secret);
            json.WriteString("grantType", "refresh_token");
            json.WriteString("refreshToken", refresh);
        });
        using (body)
        {
            var url = AwsRegions.Endpoint(host.Environment, "oidc", "SSO_OIDC", region, common: false) + "token";
            var request = new HttpRequest(HttpMethod.Post, HttpUrl.Parse(url))
            {
                Body = HttpBody.FromBytes(body.Bytes, "application/json"),
            };
            var content = await SendAsync(host, request, "CreateToken", ct);
            return CredentialJson.Texts(content)?.GetValueOrDefault("accesstoken") is { Length: > 0 } token ? token
                : throw CredentialFailure.Of(Source, $"the answer holds no token", LoginHint);
        }
    }

    private static async ValueTask<byte[]> SendAsync(ProviderHost host, HttpRequest request, string operation, CancellationToken ct)
    {
        try
        {
            using var response = await host.Http.SendAsync(request, ct);
            return response.IsSuccess ? await response.ReadContentAsync(ct)
                : response.Status is 400 or 401
                    ? throw CredentialFailure.Of(operation, $"the login is not accepted any more", LoginHint)
                    : throw new HttpTransportException(response.ToFailure());
        }
        catch (HttpTransportException failure)
        {
            throw CredentialFailure.Of(operation, "", failure, "check sso_account_id and sso_role_name of the profile");
        }
    }
}
