using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Azure;

/// <summary>
/// A token server and vaults with one RSA key, behind a proxy, so that hosts have their real names. What it answers can be changed by a
/// test. Its own check of tokens is that of the vendor: without one it names the tenant.
/// </summary>
public sealed class FakeAzureKeys : IDisposable
{
    /// <summary>The tenant of the vault.</summary>
    public const string Tenant = "0f0f0f0f-1111-4222-8333-0123456789ab";

    /// <summary>The secret of the client.</summary>
    public const string Secret = "canary-client-secret";

    /// <summary>The address of the vault.</summary>
    public const string Vault = "https://myvault.vault.azure.net";

    private readonly X509Certificate2 _authority = TestCertificates.Authority();
    private readonly HttpServer _server;
    private readonly HttpServer _proxy;
    private readonly HttpConnections _connections;

    /// <summary>Starts both.</summary>
    /// <param name="variables">Of clients in this process, besides that of the proxy.</param>
    public FakeAzureKeys(params KeyValuePair<string, string>[] variables)
    {
        _server = new(Answer, TestCertificates.SignedBy(_authority, "myvault.vault.azure.net", "login.microsoftonline.com"));
        _proxy = new(_ => ServedAnswer.Tunnel(_server.Port));
        var environment = new HostEnvironment(
            new Dictionary<string, string>([new("HTTPS_PROXY", _proxy.Url), .. variables]), "/");
        _connections = new(environment, TimeProvider.System);
        Host = new(environment, _connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System);
        Tls = TlsOptions.Default.WithRoots(System.Text.Encoding.ASCII.GetBytes(_authority.ExportCertificatePem()));
    }

    /// <summary>Variables that name the client.</summary>
    public static KeyValuePair<string, string>[] Client { get; } =
    [
        new("AZURE_TENANT_ID", Tenant), new("AZURE_CLIENT_ID", "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"), new("AZURE_CLIENT_SECRET", Secret),
    ];

    /// <summary>The surroundings of clients in this process.</summary>
    public ProviderHost Host { get; }

    /// <summary>What they trust.</summary>
    public TlsOptions Tls { get; }

    /// <summary>The address of the proxy that leads there.</summary>
    public string ProxyUrl => _proxy.Url;

    /// <summary>The certificate that is to be trusted.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>The key of the vault.</summary>
    public RSA Key { get; } = RSA.Create(2048);

    /// <summary>The tenant that the vault names.</summary>
    public string VaultTenant { get; set; } = Tenant;

    /// <summary>The token that is issued next, and the one that the vault accepts.</summary>
    public string Token { get; set; } = "canary-access-token-1";

    /// <summary>Answers instead of the vault; null for the vault itself.</summary>
    public Func<ServedRequest, ServedAnswer?>? Instead { get; set; }

    /// <summary>What both were asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <summary>The requests for tokens among them.</summary>
    public IEnumerable<ServedRequest> TokenRequests =>
        Requests.Where(request => request.Target.EndsWith("/token", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.Dispose();
        _proxy.Dispose();
        _server.Dispose();
        _authority.Dispose();
        Key.Dispose();
    }

    private ServedAnswer Answer(ServedRequest request)
    {
        if (Instead?.Invoke(request) is { } instead)
        {
            return instead;
        }

        if (request.Target.EndsWith("/token", StringComparison.Ordinal))
        {
            return ServedAnswer.Kept($"{{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"{Token}\"}}");
        }

        if (request.Header("Authorization") != "Bearer " + Token)
        {
            return ServedAnswer.Kept("{\"error\":{\"code\":\"Unauthorized\",\"message\":\"no\"}}", "401 Unauthorized",
                $"WWW-Authenticate: Bearer authorization=\"https://login.microsoftonline.com/{VaultTenant}\", " +
                "resource=\"https://vault.azure.net\"\r\n");
        }

        var words = request.Target.Split('?')[0].Split('/');
        if (words is not [_, "keys", "sops", ..])
        {
            return ServedAnswer.Kept("{\"error\":{\"code\":\"KeyNotFound\",\"message\":\"canary-plaintext\"}}", "404 Not Found");
        }

        if (words is [_, "keys", _, ""])
        {
            return ServedAnswer.Kept($"{{\"key\":{{\"kid\":\"{Vault}/keys/sops/0123456789abcdef\"}}}}");
        }

        var value = Base64Url.DecodeFromChars(JsonNode.Parse(request.Body)!["value"]!.GetValue<string>());
        try
        {
            var result = words[^1] == "encrypt" ? Key.Encrypt(value, RSAEncryptionPadding.OaepSHA256)
                : Key.Decrypt(value, RSAEncryptionPadding.OaepSHA256);
            return ServedAnswer.Kept($"{{\"kid\":\"{Vault}/keys/sops/1\",\"value\":\"{Base64Url.EncodeToString(result)}\"}}");
        }
        catch (CryptographicException)
        {
            return ServedAnswer.Kept("{\"error\":{\"code\":\"BadParameter\",\"message\":\"no\"}}", "400 Bad Request");
        }
    }
}
