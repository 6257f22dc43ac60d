using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws.Generators;

/// <summary>
/// Credentials of a session of AWS: <c>access_key_id</c>, <c>secret_access_key</c>, <c>session_token</c> and <c>expiration</c> in seconds
/// (spec external-secrets.md 4.5).
/// </summary>
internal sealed class SessionTokenGenerator : ISecretGenerator
{
    private readonly AwsStoreAccess _access;
    private readonly SessionRequest _session;

    private SessionTokenGenerator(MapValue spec, StoreContext context)
    {
        var settings = new AwsStoreSettings(AwsStoreService.Tokens, spec, context);
        if (settings.Fields.Child("auth") is { } auth && auth.Has("jwt"))
        {
            throw auth.Wrong("jwt", "jwt auth cannot be used for STS Session Token generation");
        }

        var request = settings.Fields.Child("requestParameters");
        _session = new(
            request?.Integer("sessionDuration"), request?.Text("serialNumber") ?? "", request?.Text("tokenCode") ?? "");
        _access = new(settings);
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "STSSessionToken", "stsSessionTokenSpec", static (spec, context) => new SessionTokenGenerator(spec, context));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var made = await _access.SessionAsync(_session, ct);
        return new()
        {
            ["access_key_id"] = SecretValue.OfText(made.AccessKeyId),
            ["secret_access_key"] = SecretValue.OfText(made.RevealSecretKey()),
            ["session_token"] = SecretValue.OfText(made.RevealSessionToken()),
            ["expiration"] = SecretValue.OfText(
                made.Expires is { } end ? end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : ""),
        };
    }
}
