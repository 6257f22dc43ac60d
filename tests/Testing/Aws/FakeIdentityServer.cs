using System.Text;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Aws;

/// <summary>
/// All that gives credentials of AWS: the token service, the portal of single sign-on, a container's and an instance's server. The key says
/// by its name where it is from.
/// </summary>
public sealed class FakeIdentityServer : IDisposable
{
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";

    private int _count;

    /// <summary>Starts it.</summary>
    public FakeIdentityServer() => Server = new(Answer);

    /// <summary>The server, with what it was asked.</summary>
    public HttpServer Server { get; }

    /// <summary>When credentials end, as RFC 3339 has it.</summary>
    public string Expiration { get; set; } = "2100-01-01T00:00:00Z";

    /// <summary>The token that the container's server wants to see.</summary>
    public string? ContainerToken { get; set; }

    /// <summary>Answers otherwise, where it does; default null: never.</summary>
    public Func<ServedRequest, ServedAnswer?>? Otherwise { get; set; }

    /// <inheritdoc/>
    public void Dispose() => Server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        if (Otherwise?.Invoke(request) is { } other)
        {
            return other;
        }

        var path = request.Target.Split('?')[0];
        return path switch
        {
            "/" => Sts(Encoding.UTF8.GetString(request.Body)),
            "/federation/credentials" => request.Header("x-amz-sso_bearer_token") is "canary-sso-token" or "canary-renewed-token"
                ? ServedAnswer.Kept($$$"""
                    {"roleCredentials":{"accessKeyId":"{{{Key("SSO")}}}","secretAccessKey":"canary","sessionToken":"t",
                    "expiration":4102444800000}}
                    """)
                : ServedAnswer.Kept("""{"message":"Session token not found or invalid"}""", "401 Unauthorized"),
            "/token" => ServedAnswer.Kept("""{"accessToken":"canary-renewed-token","expiresIn":3600,"tokenType":"Bearer"}"""),
            "/container" => request.Header("Authorization") == ContainerToken
                ? ServedAnswer.Kept(Json("CONTAINER", "Token")) : ServedAnswer.Kept("{}", "403 Forbidden"),
            "/latest/api/token" => request.Method == "PUT" && request.Header("X-aws-ec2-metadata-token-ttl-seconds") == "21600"
                ? ServedAnswer.Kept("canary-instance-token") : ServedAnswer.Status("400 Bad Request"),
            RolePath or RolePath + "the-role" => request.Header("X-aws-ec2-metadata-token") != "canary-instance-token"
                ? ServedAnswer.Status("401 Unauthorized")
                : ServedAnswer.Kept(path == RolePath ? "the-role\n" : Json("INSTANCE", "Token")),
            "/latest/meta-data/placement/availability-zone" => request.Header("X-aws-ec2-metadata-token") == "canary-instance-token"
                ? ServedAnswer.Kept("eu-west-1b") : ServedAnswer.Status("401 Unauthorized"),
            _ => ServedAnswer.Status("404 Not Found"),
        };
    }

    private ServedAnswer Sts(string form)
    {
        var (action, role) = (Field(form, "Action"), Field(form, "RoleArn").Split('/')[^1]);
        return ServedAnswer.Kept(
            $"<{action}Response><{action}Result><Credentials><AccessKeyId>{Key(role)}</AccessKeyId>"
            + $"<SecretAccessKey>canary</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{Expiration}</Expiration></Credentials>"
            + $"</{action}Result></{action}Response>");
    }

    private string Json(string name, string token) =>
        $$"""{"Code":"Success","AccessKeyId":"{{Key(name)}}","SecretAccessKey":"canary","{{token}}":"t","Expiration":"{{Expiration}}"}""";

    private string Key(string name) => $"{name}{Interlocked.Increment(ref _count)}";

    private static string Field(string form, string name) => Uri.UnescapeDataString(
        form.Split('&').FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?.Split('=')[1] ?? "");
}
