using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake.Auth;

/// <summary>Certificates of clients. Roles name the subject that they are for.</summary>
internal sealed class CertificateAuth : IFakeEngine
{
    private readonly SortedDictionary<string, (string Subject, LoginRole Tokens)> _roles = new(StringComparer.Ordinal);

    public bool IsOpen(string path) => path == "login";

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        switch (call.Path.TrimEnd('/').Split('/'))
        {
            case ["certs", var name] when call.Operation == VaultOperation.Update:
                _roles[name] = (call.Text("allowed_common_names") ?? "", LoginRole.Of(call));
                return VaultReply.NoContent;
            case ["login"]:
                if (call.ClientCertificate is not { } subject)
                {
                    throw new VaultRefusal(400, "no client certificate found");
                }

                var found = _roles.FirstOrDefault(role => subject == "CN=" + role.Value.Subject
                    && (call.Text("name") is not { Length: > 0 } wanted || wanted == role.Key));
                return found.Key is null
                    ? throw new VaultRefusal(400, "invalid certificate or no client certificate supplied")
                    : found.Value.Tokens.LogIn(call, vault, "cert " + subject, "cert-" + found.Key, new() { ["cert_name"] = found.Key });
            default:
                return null;
        }
    }
}

/// <summary>Identities of AWS: <see cref="FakeVault.AskAws"/> takes the signed question, in place of AWS.</summary>
internal sealed class AwsAuth(FakeVault vault) : IFakeEngine
{
    private readonly SortedDictionary<string, (string Arn, LoginRole Tokens)> _roles = new(StringComparer.Ordinal);

    public bool IsOpen(string path) => path == "login";

    public VaultReply? Handle(VaultCall call, FakeVault server)
    {
        switch (call.Path.TrimEnd('/').Split('/'))
        {
            case ["role", var name] when call.Operation == VaultOperation.Update:
                _roles[name] = (call.Text("bound_iam_principal_arn") ?? "", LoginRole.Of(call));
                return VaultReply.NoContent;
            case ["login"]:
                var (name1, url, body, headers) = (call.Text("role") ?? "", Decoded(call, "iam_request_url"),
                    Decoded(call, "iam_request_body"), Decoded(call, "iam_request_headers"));
                if (!_roles.TryGetValue(name1, out var role))
                {
                    throw new VaultRefusal(400, $"entry for role \"{name1}\" not found");
                }

                var arn = vault.AskAws?.Invoke(url, body, (JsonObject)JsonNode.Parse(headers)!);
                return arn != role.Arn ? throw new VaultRefusal(400, "error making upstream request: received error code 403 from STS")
                    : role.Tokens.LogIn(call, vault, "aws " + arn, "aws-" + name1, new() { ["role"] = name1 });
            default:
                return null;
        }
    }

    private static string Decoded(VaultCall call, string name) => call.Text(name) is { Length: > 0 } text
        ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : throw new VaultRefusal(400, $"missing {name}");
}

/// <summary>Service accounts of Google, by tokens whose signature is not checked.</summary>
internal sealed class GcpAuth : IFakeEngine
{
    private readonly SortedDictionary<string, (string Mail, LoginRole Tokens)> _roles = new(StringComparer.Ordinal);

    public bool IsOpen(string path) => path == "login";

    public VaultReply? Handle(VaultCall call, FakeVault vault)
    {
        switch (call.Path.TrimEnd('/').Split('/'))
        {
            case ["role", var name] when call.Operation == VaultOperation.Update:
                _roles[name] = (call.Text("bound_service_accounts") ?? "", LoginRole.Of(call));
                return VaultReply.NoContent;
            case ["login"]:
                var wanted = call.Text("role") ?? "";
                if (!_roles.TryGetValue(wanted, out var role))
                {
                    throw new VaultRefusal(400, $"role \"{wanted}\" not found");
                }

                var claims = FakeJwt.Claims(call.Text("jwt") ?? "") ?? throw new VaultRefusal(400, "could not parse jwt");
                if (!FakeJwt.Audiences(claims).Any(text => text.EndsWith($"vault/{wanted}", StringComparison.Ordinal))
                    || FakeJwt.IsExpired(claims, call.Now))
                {
                    throw new VaultRefusal(400, "role requires that service account JWTs expire within 900 seconds");
                }

                var mail = (string?)claims["sub"] ?? "";
                return mail != role.Mail ? throw new VaultRefusal(403, $"service account {mail} not authorized for role {wanted}")
                    : role.Tokens.LogIn(call, vault, "gcp " + mail, "gcp-" + wanted, new() { ["role"] = wanted });
            default:
                return null;
        }
    }
}
