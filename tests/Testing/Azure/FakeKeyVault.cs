using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Azure;

/// <summary>
/// A vault of Azure with secrets, keys and certificates in memory, and the server that issues tokens for it, both by their real names
/// behind a proxy. What was deleted keeps its name until it is recovered.
/// </summary>
public sealed class FakeKeyVault : IDisposable
{
    /// <summary>The tenant of the vault.</summary>
    public const string Tenant = "0f0f0f0f-1111-4222-8333-0123456789ab";

    /// <summary>The client that may read it.</summary>
    public const string Client = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

    /// <summary>Its address.</summary>
    public const string Url = "https://myvault.vault.azure.net";

    private const long Created = 1_767_225_600;

    private readonly X509Certificate2 _authority = TestCertificates.Authority();
    private readonly HttpServer _server;
    private readonly HttpServer _proxy;
    private readonly HttpConnections _connections;
    private readonly SortedDictionary<string, List<JsonObject>> _held = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<JsonObject>> _deleted = new(StringComparer.Ordinal);
    private int _versions;

    /// <summary>Starts it.</summary>
    /// <param name="clock">The clock of clients. Default the machine's.</param>
    /// <param name="variables">Of clients, besides that of the proxy.</param>
    public FakeKeyVault(TimeProvider? clock = null, params KeyValuePair<string, string>[] variables)
    {
        _server = new(Answer, TestCertificates.SignedBy(
            _authority, "*.vault.azure.net", "*.vault.usgovcloudapi.net", "*.vault.azure.cn", "*.vault.azurestack.example",
            "*.azurecr.io", "*.azurecr.us",
            "login.microsoftonline.com", "login.microsoftonline.us", "login.chinacloudapi.cn", "adfs.azurestack.example"));
        _proxy = new(request => IsProxyDown ? ServedAnswer.Status("407 Proxy Authentication Required") : ServedAnswer.Tunnel(_server.Port));
        var environment = new HostEnvironment(new Dictionary<string, string>([new("HTTPS_PROXY", _proxy.Url), .. variables]), "/");
        _connections = new(environment, clock ?? TimeProvider.System);
        Host = new(environment, _connections, new ProcessRunner(), RandomNumberGenerator.Fill, clock ?? TimeProvider.System);
        Tls = TlsOptions.Default.WithRoots(Encoding.ASCII.GetBytes(_authority.ExportCertificatePem()));
    }

    /// <summary>The surroundings of clients.</summary>
    public ProviderHost Host { get; }

    /// <summary>What clients trust.</summary>
    public TlsOptions Tls { get; }

    /// <summary>Whether the proxy refuses.</summary>
    public bool IsProxyDown { get; set; }

    /// <summary>The token that is issued next, and that the vault accepts.</summary>
    public string Token { get; set; } = "canary-access-token-1";

    /// <summary>Seconds until a token ends.</summary>
    public int TokenSeconds { get; set; } = 3599;

    /// <summary>How many reads it takes until something that was recovered is there.</summary>
    public int RecoveryReads { get; set; }

    /// <summary>Answers instead; null for its own answer.</summary>
    public Func<ServedRequest, ServedAnswer?>? Instead { get; set; }

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <summary>Requests for tokens.</summary>
    public IReadOnlyList<ServedRequest> TokenRequests => [.. Requests.Where(IsForToken)];

    /// <summary>Requests to the vault, as method and path with query.</summary>
    public IReadOnlyList<string> Calls =>
        [.. Requests.Where(request => !IsForToken(request)).Select(request => $"{request.Method} {request.Target}")];

    /// <summary>Whether a request is one for a token.</summary>
    public static bool IsForToken(ServedRequest request) => request.Target.EndsWith("/token", StringComparison.Ordinal);

    /// <summary>Adds a version of a secret that others made.</summary>
    public void Add(string name, string value, params (string Name, string Value)[] tags) =>
        AddObject("secrets", name, new() { ["value"] = value }, tags);

    /// <summary>Adds a version of anything.</summary>
    /// <param name="collection">Such as <c>certificates</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its fields.</param>
    /// <param name="tags">Its tags.</param>
    public void AddObject(string collection, string name, JsonObject content, params (string Name, string Value)[] tags)
    {
        content["tags"] = new JsonObject(tags.Select(tag => KeyValuePair.Create(tag.Name, (JsonNode?)tag.Value)));
        Put(collection, name, content);
    }

    /// <summary>The newest version of something; null if it is not there.</summary>
    public JsonObject? Held(string collection, string name) => _held.GetValueOrDefault($"{collection}/{name}")?[^1];

    /// <inheritdoc/>
    public void Dispose()
    {
        _connections.Dispose();
        _proxy.Dispose();
        _server.Dispose();
        _authority.Dispose();
    }

    private static ServedAnswer Error(string status, string code, string inner = "", string headers = "") => ServedAnswer.Kept(
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = code,
                ["message"] = "canary-message of the server",
                ["innererror"] = inner.Length > 0 ? new JsonObject { ["code"] = inner } : null,
            },
        }.ToJsonString(), status, headers);

    private ServedAnswer Answer(ServedRequest request)
    {
        lock (_held)
        {
            return Instead?.Invoke(request)
                ?? (IsForToken(request)
                    ? ServedAnswer.Kept($$"""{"token_type":"Bearer","expires_in":{{TokenSeconds}},"access_token":"{{Token}}"}""")
                    : request.Header("Authorization") != "Bearer " + Token
                    ? Error("401 Unauthorized", "Unauthorized", headers:
                        $"WWW-Authenticate: Bearer authorization=\"https://login.microsoftonline.com/{Tenant}\", " +
                        "resource=\"https://vault.azure.net\"\r\n")
                    : Serve(request));
        }
    }

    private ServedAnswer Serve(ServedRequest request)
    {
        var path = request.Target.Split('?')[0];
        if (!request.Target.Contains("api-version=7.", StringComparison.Ordinal))
        {
            return Error("400 Bad Request", "BadParameter");
        }

        return (request.Method, path.Split('/')) switch
        {
            ("GET", [_, var collection]) => List(collection, request.Target),
            ("GET", [_, var collection, var name, var version]) => Get($"{collection}/{name}", version),
            ("PUT", [_, var collection, var name]) => Write(collection, name, request.Body),
            ("POST", [_, "certificates", var name, "import"]) => Write("certificates", name, request.Body),
            ("POST", [_, var collection, var name, "recover"]) => Recover(collection["deleted".Length..], name),
            ("DELETE", [_, var collection, var name]) => Delete($"{collection}/{name}"),
            _ => Error("404 Not Found", "NotFound"),
        };
    }

    private ServedAnswer Get(string place, string version)
    {
        if (RecoveryReads > 0 && _deleted.Count == 0 && --RecoveryReads > 0)
        {
            return Error("404 Not Found", "SecretNotFound");
        }

        var found = _held.GetValueOrDefault(place)?.LastOrDefault(
            held => version.Length == 0 || held["id"]!.GetValue<string>().EndsWith('/' + version));
        return found is null ? Error("404 Not Found", "SecretNotFound")
            : found["attributes"]!["enabled"]!.GetValue<bool>() ? ServedAnswer.Kept(found.ToJsonString())
            : Error("403 Forbidden", "Forbidden", "SecretDisabled");
    }

    // Two names a page, so that paging is seen.
    private ServedAnswer List(string collection, string target)
    {
        var at = target.IndexOf("skip=", StringComparison.Ordinal);
        var skip = at < 0 ? 0 : int.Parse(target[(at + 5)..], System.Globalization.CultureInfo.InvariantCulture);
        var all = _held.Where(entry => entry.Key.StartsWith(collection + "/", StringComparison.Ordinal)).ToList();
        var items = all.Skip(skip).Take(2).Select(entry =>
        {
            var item = entry.Value[^1].DeepClone().AsObject();
            item.Remove("value");
            item["id"] = $"{Url}/{entry.Key}";
            return (JsonNode)item;
        });
        var next = skip + 2 < all.Count ? $"{Url}:443/{collection}?api-version=7.0&$skiptoken=x&skip={skip + 2}" : null;
        return ServedAnswer.Kept(new JsonObject { ["value"] = new JsonArray([.. items]), ["nextLink"] = next }.ToJsonString());
    }

    private ServedAnswer Write(string collection, string name, byte[] body)
    {
        if (_deleted.ContainsKey($"{collection}/{name}"))
        {
            return Error("409 Conflict", "Conflict", "ObjectIsDeletedButRecoverable");
        }

        var content = JsonNode.Parse(body)!.AsObject();
        if (collection == "certificates")
        {
            using var certificate = X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(content["value"]!.GetValue<string>()), "");
            content.Remove("value");
            content["cer"] = Convert.ToBase64String(certificate.RawData);
        }

        // Vaults show nothing of a key that is secret.
        foreach (var secret in new[] { "d", "p", "q", "dp", "dq", "qi", "k" })
        {
            (content["key"] as JsonObject)?.Remove(secret);
        }

        Put(collection, name, content);
        return ServedAnswer.Kept(Held(collection, name)!.ToJsonString());
    }

    private void Put(string collection, string name, JsonObject content)
    {
        content["id"] = $"{Url}/{collection}/{name}/v{++_versions}";
        var attributes = content["attributes"] as JsonObject ?? [];
        attributes["enabled"] ??= true;
        attributes["created"] ??= Created;
        attributes["updated"] ??= Created + 60;
        content["attributes"] = attributes.DeepClone();
        if (!_held.TryGetValue($"{collection}/{name}", out var versions))
        {
            _held[$"{collection}/{name}"] = versions = [];
        }

        versions.Add(content);
    }

    private ServedAnswer Delete(string place)
    {
        if (!_held.Remove(place, out var versions))
        {
            return Error("404 Not Found", "SecretNotFound");
        }

        _deleted[place] = versions;
        return ServedAnswer.Kept(versions[^1].ToJsonString());
    }

    private ServedAnswer Recover(string collection, string name)
    {
        if (!_deleted.Remove($"{collection}/{name}", out var versions))
        {
            return Error("404 Not Found", "SecretNotFound");
        }

        _held[$"{collection}/{name}"] = versions;
        return ServedAnswer.Kept("{}");
    }
}
