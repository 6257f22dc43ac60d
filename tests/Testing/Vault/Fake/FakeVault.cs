using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vault.Fake.Auth;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>
/// A Vault with state, by the rules that goldens vault, behaviour.md, reads off a real server: namespaces, policies, tokens, ways to log
/// in,
/// key-value and transit engines, wrapping, sealing. A KV engine of version 2 is at <c>secret/</c>. Safe on all threads.
/// </summary>
public sealed class FakeVault : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly HttpServer _server;
    private readonly SortedDictionary<string, FakeNamespace> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _entities = new(StringComparer.Ordinal);
    private readonly FakeWrapping _wrapping = new();

    /// <summary>Starts it.</summary>
    /// <param name="clock">Says when tokens end; null for the system's.</param>
    /// <param name="certificate">For https; null for http.</param>
    /// <param name="takesCertificate">Whether clients may show a certificate.</param>
    public FakeVault(TimeProvider? clock = null, X509Certificate2? certificate = null, bool takesCertificate = false)
    {
        _clock = clock ?? TimeProvider.System;
        _namespaces[""] = new("", hasSecrets: true);
        Tokens.Add(new(RootToken, ["root"], _clock.GetUtcNow()) { IsOrphan = true, IsRenewable = false });
        _server = new(request => Override?.Invoke(request) ?? Answer(request), certificate, takesCertificate: takesCertificate);
    }

    /// <summary>The token that may do everything.</summary>
    public string RootToken { get; } = "root-token-for-tests";

    /// <summary>Its address.</summary>
    public string Url => _server.Url;

    /// <summary>What it was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <summary>How many connections there were.</summary>
    public int Connections => _server.Connections;

    /// <summary>Answers instead of the fake, unless it returns null.</summary>
    public Func<ServedRequest, ServedAnswer?>? Override { get; set; }

    /// <summary>Whether it is sealed.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Whether it was ever initialised. Default yes.</summary>
    public bool IsInitialized { get; set; } = true;

    /// <summary>The address of the active server, if this one is a standby; null for none.</summary>
    public string? StandbyOf { get; set; }

    /// <summary>Whether it is one of several servers. Default no.</summary>
    public bool IsCluster { get; set; }

    /// <summary>What it keeps its state in. Default memory.</summary>
    public string StorageType { get; set; } = "inmem";

    /// <summary>Reviews a token of Kubernetes for audiences, as a TokenReview; null for no answer.</summary>
    public Func<string, IReadOnlyList<string>, JsonObject?>? ReviewToken { get; set; }

    /// <summary>Answers a signed question who its signer is, by URL, body and headers, with an ARN; null for a refusal.</summary>
    public Func<string, string, JsonObject, string?>? AskAws { get; set; }

    internal string ClusterId { get; } = Guid.NewGuid().ToString();

    internal FakeTokens Tokens { get; } = new();

    internal FakeLeases Leases { get; } = new();

    internal IEnumerable<string> Namespaces => _namespaces.Keys.Where(name => name.Length > 0);

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    /// <summary>How often a path below <c>/v1/</c> was asked for.</summary>
    public int Count(string path) => Requests.Count(request => request.Target.Split('?')[0] == "/v1/" + path);

    /// <summary>Does something with the root token.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Below <c>/v1/</c>.</param>
    /// <param name="body">A JSON object; empty for none.</param>
    /// <param name="ns">The namespace; empty for none.</param>
    /// <returns>The body of the answer.</returns>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public JsonNode? Do(string method, string path, string body = "", string ns = "")
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Vault-Token"] = RootToken };
        if (ns.Length > 0)
        {
            headers["X-Vault-Namespace"] = ns;
        }

        var reply = Handle(new(method, "/v1/" + path, headers) { Body = Encoding.UTF8.GetBytes(body) });
        return reply.Status < 300 ? reply.Content() is { } text ? JsonNode.Parse(text) : null
            : throw new InvalidOperationException($"{method} {path}: {reply.Status} {reply.Content()}");
    }

    /// <summary>Tries a wrong password.</summary>
    public void LogInWrongly(string path) => Handle(
        new("POST", "/v1/" + path, new Dictionary<string, string>()) { Body = """{"password":"wrong"}"""u8.ToArray() });

    /// <summary>Makes a token.</summary>
    public string Token(string policies, string ttl = "1h") => (string)Do(
        "POST", "auth/token/create", $$"""{"policies":["{{policies}}"],"ttl":"{{ttl}}"}""")!["auth"]!["client_token"]!;

    /// <summary>Ends all tokens but the root's.</summary>
    public void RevokeAll()
    {
        lock (_lock)
        {
            Tokens.RevokeWhere(token => !token.IsRoot);
        }
    }

    internal string EntityOf(string who)
    {
        if (!_entities.TryGetValue(who, out var id))
        {
            _entities[who] = id = Guid.NewGuid().ToString();
        }

        return id;
    }

    internal void AddNamespace(string name) => _namespaces.TryAdd(name, new(name, hasSecrets: false));

    internal void RemoveNamespace(string name) => _namespaces.Remove(name);

    private ServedAnswer Answer(ServedRequest request)
    {
        var reply = Handle(request);
        var content = request.Method == "HEAD" ? "" : reply.Content() ?? "";
        var headers = "Cache-Control: no-store\r\nContent-Type: application/json\r\n"
            + (reply.Location is { } place ? $"Location: {place}\r\n" : "");
        var bytes = Encoding.UTF8.GetBytes(content);
        var length = reply.Status == 204 ? "" : $"Content-Length: {bytes.Length}\r\n";
        return new(async (stream, ct) => await stream.WriteAsync(
            (byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 {reply.Status} Fake\r\n{length}{headers}\r\n"), .. bytes], ct))
        {
            KeepsOpen = true,
        };
    }

    private VaultReply Handle(ServedRequest request)
    {
        lock (_lock)
        {
            try
            {
                return Route(request);
            }
            catch (VaultRefusal refusal)
            {
                return refusal.Reply;
            }
        }
    }

    private VaultReply Route(ServedRequest request)
    {
        var parts = request.Target.Split('?', 2);
        if (CleanPath(parts[0]) is { } clean && clean != parts[0])
        {
            return new(307) { Text = $"<a href=\"{clean}\">Temporary Redirect</a>.\n\n", Location = clean };
        }

        if (!parts[0].StartsWith("/v1/", StringComparison.Ordinal))
        {
            return VaultReply.Nothing;
        }

        var query = Query(parts.ElementAtOrDefault(1) ?? "");
        var call = new VaultCall(
            Operation(request, query), Uri.UnescapeDataString(parts[0]["/v1/".Length..]), _namespaces[""], null, _clock.GetUtcNow())
        {
            Query = query,
            ClientCertificate = _server.ClientCertificates.LastOrDefault(subject => subject is not null),
        };
        if (FakeState.Handle(call, this) is { } state)
        {
            return state;
        }

        if (IsSealed || !IsInitialized)
        {
            return VaultReply.Error(503, "Vault is sealed");
        }

        if (StandbyOf is { } leader && request.Header("X-Vault-No-Request-Forwarding") == "true"
            && call.Operation is not (VaultOperation.Read or VaultOperation.List))
        {
            return new(307) { Location = leader + parts[0] };
        }

        return Logical(call with { Body = Body(request) }, request);
    }

    private VaultReply Logical(VaultCall call, ServedRequest request)
    {
        call = InNamespace(call, request.Header("X-Vault-Namespace") ?? "");
        if (call.Operation == VaultOperation.Unknown)
        {
            return VaultReply.Error(400, "cannot handle internal-only request operation");
        }

        var sent = SentToken(request);
        if (call.Path.StartsWith("sys/wrapping/", StringComparison.Ordinal) && call.Path != "sys/wrapping/wrap")
        {
            return _wrapping.Handle(call.Below("sys/wrapping/"), sent) ?? VaultReply.UnknownPath;
        }

        if (IsOpen(call))
        {
            return Wrapped(Dispatch(call), call, request);
        }

        if (sent is null || Tokens.Find(sent, call.Now) is not { } token || token.Uses < 0)
        {
            return VaultReply.Unauthenticated;
        }

        if (token.Uses > 0)
        {
            token.Uses = token.Uses == 1 ? -1 : token.Uses - 1;
        }

        call = call with { Token = token };
        return !IsAllowed(call) ? VaultReply.Denied
            : call.Operation == VaultOperation.Patch && request.Header("Content-Type") is var type && type != "application/merge-patch+json"
            ? VaultReply.Error(415, $"PATCH requires Content-Type of application/merge-patch+json, provided {type}")
            : Wrapped(Dispatch(call), call, request);
    }

    private VaultReply Wrapped(VaultReply reply, VaultCall call, ServedRequest request) =>
        request.Header("X-Vault-Wrap-TTL") is { Length: > 0 } ttl && reply.Status == 200
            ? _wrapping.Wrap(reply, VaultTime.Parse(ttl), call.FullPath, call.Now) : reply;

    private VaultReply Dispatch(VaultCall call)
    {
        var path = call.Path;
        if (path.StartsWith("sys/", StringComparison.Ordinal))
        {
            return (path == "sys/wrapping/wrap" ? _wrapping.Handle(call.Below("sys/wrapping/"), null)
                : FakeSystem.Handle(call.Below("sys/"), this)) ?? VaultReply.UnknownPath;
        }

        if (path.StartsWith("auth/", StringComparison.Ordinal))
        {
            var mount = call.Namespace.AuthOf(path["auth/".Length..]);
            var inner = mount is null ? call : call.Below("auth/" + mount);
            return mount is null ? NoRoute(path)
                : (mount == "token/" ? TokenAuth.Handle(inner, this) : call.Namespace.Auths[mount].Engine?.Handle(inner, this))
                ?? VaultReply.UnknownPath;
        }

        return call.Namespace.MountOf(path) is { } found
            ? call.Namespace.Mounts[found].Engine?.Handle(call.Below(found), this) ?? VaultReply.UnknownPath : NoRoute(path);
    }

    private static VaultReply NoRoute(string path) => VaultReply.Error(404, $"no handler for route \"{path}\". route entry not found.");

    private static bool IsOpen(VaultCall call)
    {
        var space = call.Namespace;
        return call.Path.StartsWith("auth/", StringComparison.Ordinal)
            ? space.AuthOf(call.Path["auth/".Length..]) is { } auth && space.Auths[auth].Engine is { } method
                && method.IsOpen(call.Below("auth/" + auth).Path)
            : space.MountOf(call.Path) is { } mount && space.Mounts[mount].Engine is { } engine && engine.IsOpen(call.Below(mount).Path);
    }

    private static bool IsAllowed(VaultCall call)
    {
        if (call.Token!.IsRoot || call.Path.StartsWith("sys/internal/ui/mounts", StringComparison.Ordinal))
        {
            return true;
        }

        var path = call.Operation is VaultOperation.List or VaultOperation.Scan && !call.Path.EndsWith('/') ? call.Path + "/" : call.Path;
        var allowed = call.Namespace.Policies.Capabilities(call.Token.Policies, path);
        return call.Operation switch
        {
            VaultOperation.Read => allowed.Contains("read"),
            VaultOperation.List => allowed.Contains("list"),
            VaultOperation.Scan => allowed.Contains("scan"),
            VaultOperation.Patch => allowed.Contains("patch"),
            VaultOperation.Delete => allowed.Contains("delete"),
            _ => allowed.Contains("update") || allowed.Contains("create"),
        };
    }

    private VaultCall InNamespace(VaultCall call, string header)
    {
        var name = header.Trim('/');
        if (name.Length == 0)
        {
            name = Namespaces.Where(space => call.Path.StartsWith(space + "/", StringComparison.Ordinal))
                .MaxBy(space => space.Length) ?? "";
            call = name.Length > 0 ? call.Below(name + "/") : call;
        }

        return _namespaces.TryGetValue(name, out var found) ? call with { Namespace = found, FullPath = call.Path }
            : throw new VaultRefusal(404, "namespace not found");
    }

    private static string? SentToken(ServedRequest request) => request.Header("X-Vault-Token") is { Length: > 0 } token ? token
        : request.Header("Authorization") is { } text && text.StartsWith("Bearer ", StringComparison.Ordinal)
            ? text["Bearer ".Length..] : null;

    private static JsonObject? Body(ServedRequest request)
    {
        if (request.Body.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(request.Body) as JsonObject ?? throw new VaultRefusal(400,
                "failed to decode JSON input: json: cannot unmarshal array into Go value of type map[string]interface {}");
        }
        catch (JsonException)
        {
            var bad = Encoding.UTF8.GetString(request.Body).TrimStart('{', ' ').FirstOrDefault();
            throw new VaultRefusal(400, $"failed to decode JSON input: invalid character '{bad}'");
        }
    }

    private static VaultOperation Operation(ServedRequest request, IReadOnlyDictionary<string, string> query) => request.Method switch
    {
        "GET" or "HEAD" => query.GetValueOrDefault("list") == "true" ? VaultOperation.List : VaultOperation.Read,
        "POST" or "PUT" => VaultOperation.Update,
        "PATCH" => VaultOperation.Patch,
        "DELETE" => VaultOperation.Delete,
        "LIST" => VaultOperation.List,
        "SCAN" => VaultOperation.Scan,
        _ => VaultOperation.Unknown,
    };

    private static Dictionary<string, string> Query(string text) => text.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0])
        .ToDictionary(pair => pair.Key, pair => Uri.UnescapeDataString(pair.First().ElementAtOrDefault(1) ?? ""), StringComparer.Ordinal);

    private static string CleanPath(string path)
    {
        var names = new List<string>();
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "..")
            {
                names.RemoveRange(Math.Max(0, names.Count - 1), Math.Min(1, names.Count));
            }
            else if (name != ".")
            {
                names.Add(name);
            }
        }

        return "/" + string.Join('/', names) + (path.EndsWith('/') && names.Count > 0 ? "/" : "");
    }
}
