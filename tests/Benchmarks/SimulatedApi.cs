using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Benchmarks;

/// <summary>
/// Answers as an API server does to an agent of one namespace, with many ExternalSecrets on one store, from memory: what is measured then
/// is the agent, which is a process of its own. Nothing changes but by the agent's writes, and watches are silent. For
/// tests/scale-simulated.
/// </summary>
internal sealed class SimulatedApi(int count, int keys)
{
    private const string Mappings = "/apis/external-secrets.io/v1/namespaces/sim/externalsecrets";
    private const string Stores = "/apis/external-secrets.io/v1/namespaces/sim/secretstores";
    private const string Secrets = "/api/v1/namespaces/sim/secrets";
    private const string Events = "/api/v1/namespaces/sim/events";
    private const string Groups = """
        {"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"external-secrets.io",
        "versions":[{"groupVersion":"external-secrets.io/v1","version":"v1"}],
        "preferredVersion":{"groupVersion":"external-secrets.io/v1","version":"v1"}}]}
        """;

    private readonly ConcurrentDictionary<string, byte[]> _objects = new();
    private readonly string[] _names = [.. Enumerable.Range(0, count).Select(at => $"es-{at:D6}")];
    private long _version = count + 10;

    /// <summary>Serves until the process ends; prints the port first.</summary>
    public static async Task RunAsync(int count, int keys, TextWriter output)
    {
        var api = new SimulatedApi(count, keys);
        api.Fill();
        var port = 20000 + (Environment.ProcessId % 20000);
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        await output.WriteLineAsync(port.ToString(CultureInfo.InvariantCulture));
        await output.FlushAsync();
        while (true)
        {
            _ = api.ServeAsync(await listener.GetContextAsync());
        }
    }

    private void Fill()
    {
        var data = string.Join(',', Enumerable.Range(0, keys).Select(at => $$"""{"key":"key-{{at}}","value":"value-{{at}}"}"""));
        _objects[Stores + "/store"] = Encoding.UTF8.GetBytes($$"""
            {"apiVersion":"external-secrets.io/v1","kind":"SecretStore","metadata":{"name":"store","namespace":"sim","uid":"s",
            "generation":1,"resourceVersion":"1"},"spec":{"provider":{"fake":{"data":[{{data}}]} } } }
            """);
        for (var at = 0; at < count; at++)
        {
            _objects[$"{Mappings}/{_names[at]}"] = Encoding.UTF8.GetBytes($$"""
                {"apiVersion":"external-secrets.io/v1","kind":"ExternalSecret","metadata":{"name":"{{_names[at]}}","namespace":"sim",
                "uid":"{{new Guid(at, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)}}","generation":1,"resourceVersion":"{{at + 2}}",
                "creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"shop","team":"orders"} },
                "spec":{"refreshInterval":"10m","secretStoreRef":{"name":"store","kind":"SecretStore"},"target":{"creationPolicy":"Owner"},
                "data":[{"secretKey":"password","remoteRef":{"key":"key-{{at % keys}}"} }]} }
                """);
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var (path, query) = (context.Request.Url!.AbsolutePath, context.Request.QueryString);
            context.Response.ContentType = "application/json";
            if (query["watch"] == "true")
            {
                context.Response.SendChunked = true;
                await context.Response.OutputStream.FlushAsync();
                await Task.Delay(TimeSpan.FromMinutes(4));
                context.Response.Close();
                return;
            }

            var (status, content) = Answer(context.Request.HttpMethod, path, query["limit"], query["continue"], body.ToArray());
            context.Response.StatusCode = status;
            context.Response.ContentLength64 = content.Length;
            await context.Response.OutputStream.WriteAsync(content);
            context.Response.Close();
        }
        catch (Exception failure) when (failure is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The agent went away.
        }
    }

    private (int Status, byte[] Content) Answer(
        string method, string path, string? limit, string? from, byte[] body) => (method, path) switch
    {
        ("GET", "/apis") => (200, Encoding.UTF8.GetBytes(Groups)),
        ("GET", "/api") => (200, """{"kind":"APIVersions","versions":["v1"]}"""u8.ToArray()),
        ("GET", "/api/v1") => (200, Resources("v1", ("secrets", "Secret"), ("events", "Event"), ("configmaps", "ConfigMap"))),
        ("GET", "/apis/external-secrets.io/v1") => (200, Resources(
            "external-secrets.io/v1", ("externalsecrets", "ExternalSecret"), ("secretstores", "SecretStore"))),
        ("GET", Mappings) => (200, Page(Mappings, _names, limit, from)),
        ("GET", Secrets) => (200, Page(Secrets, _names, limit, from)),
        ("GET", Stores) => (200, Page(Stores, ["store"], limit, from)),
        ("GET", _) when _objects.TryGetValue(path, out var known) => (200, known),
        ("GET", _) when path.EndsWith('s') => (200, Page(path, [], limit, from)),
        ("POST", Events) => (201, body),
        ("POST", Secrets) => (201, Keep($"{Secrets}/{(string)JsonNode.Parse(body)!["metadata"]!["name"]!}", JsonNode.Parse(body)!)),
        ("PUT", _) => (200, Keep(path.Replace("/status", "", StringComparison.Ordinal), JsonNode.Parse(body)!)),
        ("PATCH", _) when _objects.TryGetValue(path, out var known) =>
            (200, Keep(path, Merged(JsonNode.Parse(known)!, JsonNode.Parse(body)!))),
        _ => (404, """{"kind":"Status","status":"Failure","reason":"NotFound","code":404,"message":"none"}"""u8.ToArray()),
    };

    private byte[] Keep(string path, JsonNode tree)
    {
        tree["metadata"]!["resourceVersion"] = Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
        tree["metadata"]!["uid"] ??= Guid.NewGuid().ToString();
        return _objects[path] = Encoding.UTF8.GetBytes(tree.ToJsonString());
    }

    private static JsonNode Merged(JsonNode tree, JsonNode patch)
    {
        foreach (var (name, value) in patch.AsObject())
        {
            tree[name] = value is JsonObject && tree[name] is JsonObject known ? Merged(known.DeepClone(), value) : value?.DeepClone();
        }

        return tree;
    }

    private static byte[] Resources(string version, params (string Plural, string Kind)[] all) => Encoding.UTF8.GetBytes($$"""
        {"kind":"APIResourceList","groupVersion":"{{version}}","resources":[{{string.Join(',', all.Select(one =>
            $$"""{"name":"{{one.Plural}}","namespaced":true,"kind":"{{one.Kind}}","verbs":["get","list","watch","create"]}"""))}}]}
        """);

    private byte[] Page(string folder, string[] names, string? limit, string? from)
    {
        var at = from is { Length: > 0 } ? int.Parse(from, CultureInfo.InvariantCulture) : 0;
        var most = limit is { Length: > 0 } ? int.Parse(limit, CultureInfo.InvariantCulture) : int.MaxValue;
        var found = new List<byte[]>();
        for (; at < names.Length && found.Count < most; at++)
        {
            if (_objects.TryGetValue($"{folder}/{names[at]}", out var known))
            {
                found.Add(known);
            }
        }

        var next = at < names.Length ? at.ToString(CultureInfo.InvariantCulture) : "";
        using var text = new MemoryStream();
        text.Write(Encoding.UTF8.GetBytes(
            $$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"{{_version}}","continue":"{{next}}"},"items":["""));
        for (var one = 0; one < found.Count; one++)
        {
            text.Write(one > 0 ? ","u8 : ""u8);
            text.Write(found[one]);
        }

        text.Write("]}"u8);
        return text.ToArray();
    }
}
