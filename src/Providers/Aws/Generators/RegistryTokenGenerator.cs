using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Aws.Generators;

/// <summary>
/// A login for the registry of AWS: <c>username</c>, <c>password</c>, <c>expires_at</c> in seconds, and <c>proxy_endpoint</c> of a private
/// one (spec external-secrets.md 4.5).
/// </summary>
internal sealed class RegistryTokenGenerator : ISecretGenerator
{
    private const string Operation = "GetAuthorizationToken";

    private readonly AwsStoreAccess _access;
    private readonly bool _isPublic;

    private RegistryTokenGenerator(MapValue spec, StoreContext context)
    {
        var fields = new StoreFields(spec, "spec", AwsStoreService.Registry.Provider);
        _isPublic = fields.Text("scope") switch
        {
            "public" => true,
            "" or "private" => false,
            _ => throw fields.Wrong("scope", "expected private or public"),
        };
        _access = new(new(_isPublic ? AwsStoreService.PublicRegistry : AwsStoreService.Registry, spec, context));
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "ECRAuthorizationToken", "ecrAuthorizationTokenSpec", static (spec, context) => new RegistryTokenGenerator(spec, context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var client = await _access.ClientAsync(ct);
        var answer = await client.SendAsync(Operation, "registry", static _ => { }, ct);
        var data = _isPublic
            ? answer.TryGetProperty("authorizationData", out var one) && one.ValueKind == JsonValueKind.Object ? one : (JsonElement?)null
            : AwsJson.Items(answer, "authorizationData").Take(2).ToList() is [var only] ? only : null;
        if (data is not { } token || LoginOf(token) is not var (user, password)
            || !token.TryGetProperty("expiresAt", out var end) || !end.TryGetDouble(out var seconds) || seconds is < 0 or > 1e12)
        {
            throw client.Failure(ProviderFault.InvalidResponse, Operation, "registry", "the response holds no login");
        }

        var made = new SecretMap
        {
            ["username"] = SecretValue.OfText(user),
            ["password"] = SecretValue.OfText(password),
            ["expires_at"] = SecretValue.OfText(((long)seconds).ToString(CultureInfo.InvariantCulture)),
        };
        if (!_isPublic)
        {
            made["proxy_endpoint"] = SecretValue.OfText(AwsJson.Text(token, "proxyEndpoint") ?? "");
        }

        return made;
    }

    private static (string User, string Password)? LoginOf(JsonElement data)
    {
        var text = AwsJson.Text(data, "authorizationToken") ?? "";
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split(':') is [var user, var password]
            ? (user, password)
            : null;
    }
}
