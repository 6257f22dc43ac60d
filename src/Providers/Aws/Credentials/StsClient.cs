using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>What a role is assumed with.</summary>
/// <param name="Arn">The role.</param>
/// <param name="SessionName">The name of the session in AWS's logs.</param>
internal sealed record RoleRequest(string Arn, string SessionName)
{
    /// <summary>How long; null for AWS's default of an hour.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>What the role's owner asks for; empty for nothing.</summary>
    public string ExternalId { get; init; } = "";

    /// <summary>Tags of the session, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Those of the tags that further sessions keep.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>The name that the reference's sessions have: logs and policies of whoever used it know them by that.</summary>
    public static string SdkSessionName(TimeProvider clock) => "aws-go-sdk-"
        + (clock.GetUtcNow().UtcDateTime - DateTime.UnixEpoch).Ticks.ToString(CultureInfo.InvariantCulture) + "00";
}

/// <summary>What a session is asked for with.</summary>
/// <param name="DurationSeconds">How long; null for AWS's default.</param>
/// <param name="SerialNumber">The device of a second factor; empty for none.</param>
/// <param name="TokenCode">What the device shows; empty for none.</param>
internal sealed record SessionRequest(long? DurationSeconds, string SerialNumber, string TokenCode);

/// <summary>Temporary credentials of the Security Token Service: the query protocol, answers in XML.</summary>
/// <param name="client">Sends calls.</param>
/// <param name="region">The region.</param>
/// <param name="endpoint">The address.</param>
/// <param name="tls">Whom to trust.</param>
internal sealed class StsClient(AwsClient client, string region, string endpoint, TlsOptions tls)
{
    /// <summary>Assumes a role.</summary>
    /// <exception cref="ProviderException">It may not be assumed, or the service cannot be reached.</exception>
    public ValueTask<AwsCredentials> AssumeRoleAsync(RoleRequest role, IAwsCredentials source, CancellationToken ct) =>
        SendAsync("AssumeRole", Form(role), role.Arn, source, ct);

    /// <summary>The same with a token of an identity provider instead of credentials.</summary>
    /// <param name="role">The role.</param>
    /// <param name="token">The token, secret; lent.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">It may not be assumed, or the service cannot be reached.</exception>
    public ValueTask<AwsCredentials> AssumeRoleWithWebIdentityAsync(RoleRequest role, string token, CancellationToken ct)
    {
        var form = Form(role);
        form["WebIdentityToken"] = token;
        return SendAsync("AssumeRoleWithWebIdentity", form, role.Arn, null, ct);
    }

    /// <summary>Obtains credentials of a session of whoever signs.</summary>
    /// <exception cref="ProviderException">There is no session, or the service cannot be reached.</exception>
    public ValueTask<AwsCredentials> GetSessionTokenAsync(SessionRequest session, IAwsCredentials source, CancellationToken ct)
    {
        var form = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in ((string, string)[])
        [
            ("DurationSeconds", session.DurationSeconds?.ToString(CultureInfo.InvariantCulture) ?? ""),
            ("SerialNumber", session.SerialNumber), ("TokenCode", session.TokenCode),
        ])
        {
            if (value.Length > 0)
            {
                form[name] = value;
            }
        }

        return SendAsync("GetSessionToken", form, "session", source, ct);
    }

    private static bool IsModelled(string code) => code is "ExpiredTokenException" or "MalformedPolicyDocument" or "PackedPolicyTooLarge"
        or "RegionDisabledException" or "IDPCommunicationError" or "IDPRejectedClaim" or "InvalidIdentityToken";

    private static SortedDictionary<string, string> Form(RoleRequest role)
    {
        var form = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["RoleArn"] = role.Arn,
            ["RoleSessionName"] = role.SessionName,
        };
        if (role.DurationSeconds is { } seconds)
        {
            form["DurationSeconds"] = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (role.ExternalId.Length > 0)
        {
            form["ExternalId"] = role.ExternalId;
        }

        for (var i = 0; i < role.Tags.Count; i++)
        {
            form[string.Create(CultureInfo.InvariantCulture, $"Tags.member.{i + 1}.Key")] = role.Tags[i].Key;
            form[string.Create(CultureInfo.InvariantCulture, $"Tags.member.{i + 1}.Value")] = role.Tags[i].Value;
        }

        for (var i = 0; i < role.TransitiveTagKeys.Count; i++)
        {
            form[string.Create(CultureInfo.InvariantCulture, $"TransitiveTagKeys.member.{i + 1}")] = role.TransitiveTagKeys[i];
        }

        return form;
    }

    private async ValueTask<AwsCredentials> SendAsync(
        string operation, SortedDictionary<string, string> form, string role, IAwsCredentials? source, CancellationToken ct)
    {
        form["Action"] = operation;
        form["Version"] = "2011-06-15";
        var body = Encoding.UTF8.GetBytes(string.Join('&', form.Select(pair => $"{pair.Key}={CanonicalForm.Escape(pair.Value)}")));
        var call = new AwsCall("sts", operation, region, endpoint)
        {
            ContentType = "application/x-www-form-urlencoded",
            Body = body,
            Tls = tls,
        };
        var result = await client.SendAsync(call, source, ct);
        CryptographicOperations.ZeroMemory(body);
        if (result.Failure is { } failure)
        {
            var known = failure.ToException("AWS STS", operation, role);

            // The messages of this service name identities and roles, never keys.
            var words = failure.InGoWords("STS", operation, IsModelled);
            throw new ProviderException(known.Failure, $"{words}") { Hint = known.Hint };
        }

        var text = Encoding.UTF8.GetString(result.Content!);
        CryptographicOperations.ZeroMemory(result.Content);
        return AwsXml.Text(text, "AccessKeyId") is { Length: > 0 } id && AwsXml.Text(text, "SecretAccessKey") is { Length: > 0 } key
            ? new(id, key, AwsXml.Text(text, "SessionToken") ?? "", CredentialJson.Time(AwsXml.Text(text, "Expiration")))
            : throw CredentialFailure.Of(operation, $"the answer for {role} holds no credentials");
    }
}
