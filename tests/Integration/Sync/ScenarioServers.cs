using System.Collections.Concurrent;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Integration.Sync;

/// <summary>The servers that cases read from and write to, besides the API server.</summary>
internal sealed class ScenarioServers : IDisposable
{
    private const string All = "\\\"create\\\", \\\"read\\\", \\\"update\\\", \\\"patch\\\", \\\"delete\\\", \\\"list\\\"";

    private readonly HttpServer _web;
    private readonly ConcurrentDictionary<string, IReadOnlyList<MapValue>> _routes = new();

    public ScenarioServers()
    {
        _web = new(Answer);
        Policy("app", [.. new[] { "secret/*", "own-*", "cubbyhole/*" }.Select(path => (path, All)),
            ("kv1/*", "\\\"read\\\", \\\"list\\\""), ("sys/mounts/*", "\\\"read\\\"")]);
        Policy("ro", ("secret/data/vault-denied/ok", "\\\"read\\\""));
        Vault.Do("POST", "sys/mounts/kv1", """{"type":"kv","options":{"version":"1"}}""");
        Vault.Do("POST", "auth/token/create", """{"id":"app-token","policies":["app"],"ttl":"24h"}""");
        Vault.Do("POST", "auth/token/create", """{"id":"ro-token","policies":["ro"],"ttl":"24h"}""");
        Vault.Do("POST", "sys/auth/approle", """{"type":"approle"}""");
        Vault.Do("POST", "auth/approle/role/app", """{"token_policies":["app"],"token_ttl":"20m"}""");
        Vault.Do("POST", "auth/approle/role/app/role-id", """{"role_id":"app-role-id"}""");
        Vault.Do("POST", "auth/approle/role/app/custom-secret-id", """{"secret_id":"app-secret-id"}""");
    }

    public FakeVault Vault { get; } = new();

    public ScenarioAws Aws { get; } = new();

    /// <summary>Their addresses, by the marks that the cases have instead.</summary>
    public IEnumerable<KeyValuePair<string, string>> Marks => [new("@HTTP@", _web.Url), new("@VAULT@", Vault.Url)];

    /// <summary>The environment of agents.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables =>
    [
        new("AWS_SECRETSMANAGER_ENDPOINT", Aws.Url), new("AWS_SSM_ENDPOINT", Aws.Url), new("AWS_STS_ENDPOINT", Aws.Url),
        new("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    public void Dispose()
    {
        _web.Dispose();
        Vault.Dispose();
        Aws.Dispose();
    }

    /// <summary>What a case does before it begins.</summary>
    public async Task PrepareAsync(ScenarioCase played, CancellationToken ct)
    {
        Serve(played.Id, played.Tree.Children("http"));
        Ask(played.Tree.Children("vault"));
        Aws.Take(played);
        foreach (var call in played.Tree.Children("aws"))
        {
            await Aws.CallAsync(played.Id, call, ct);
        }
    }

    /// <summary>Replaces the answers of the web server for a case.</summary>
    public void Serve(string id, IReadOnlyList<MapValue> routes) => _routes[id] = routes;

    /// <summary>Sends requests to the imitation of Vault.</summary>
    public void Ask(IReadOnlyList<MapValue> requests)
    {
        foreach (var request in requests)
        {
            Vault.Do(
                request.Text("method"), request.Text("path"),
                request.Has("body") ? Encoding.UTF8.GetString(GoJson.Format(request.Field("body"), GoJsonOptions.Raw)) : "");
        }
    }

    /// <summary>The distinct requests of a case that the web server got.</summary>
    public IReadOnlyList<MapValue> RequestsOf(string id) =>
    [
        .. _web.Requests.Where(request => IsOf(id, request)).Select(Shaped)
            .DistinctBy(map => Encoding.UTF8.GetString(GoJson.Format(Value.Of(map), GoJsonOptions.Raw))),
    ];

    private ServedAnswer Answer(ServedRequest request)
    {
        var id = request.Target.Split('/', '?')[1];
        var path = request.Target.Split('?')[0];
        var route = _routes.GetValueOrDefault(id)?.FirstOrDefault(row => row.Text("method") == request.Method
            && (row.Text("path") == path || row.Text("path") == request.Target));
        return route is null ? Given(404, "not found"u8.ToArray()) : Given(route.Integer("status") ?? 200, route.Field("body").StringBytes);
    }

    private static ServedAnswer Given(long status, byte[] body) => new(async (stream, ct) =>
    {
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), ct);
        await stream.WriteAsync(body, ct);
    });

    private static bool IsOf(string id, ServedRequest request) => request.Target.Split('/', '?') is [_, var first, ..] && first == id;

    private static MapValue Shaped(ServedRequest request)
    {
        var headers = new MapValue();
        foreach (var name in (string[])["Authorization", "Content-Type", "X-K", "X-Key"])
        {
            if (request.Header(name) is { } value)
            {
                headers.With(name, value);
            }
        }

        var map = new MapValue().With("method", request.Method).With("path", request.Target);
        if (request.Body.Length > 0)
        {
            map.With("body", Value.Of(request.Body));
        }

        return headers.Count > 0 ? map.With("headers", headers) : map;
    }

    private void Policy(string name, params (string Path, string Capabilities)[] rules) => Vault.Do(
        "POST", $"sys/policies/acl/{name}",
        "{\"policy\":\"" + string.Concat(rules.Select(
            rule => $"path \\\"{rule.Path}\\\" {{ capabilities = [{rule.Capabilities}] }}\\n")) + "\"}");
}
