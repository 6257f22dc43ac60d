using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http;

namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Calls of the API server beside the program, as administrator, with JSON in and out.</summary>
internal sealed class AdminCalls : IDisposable
{
    private readonly Cluster _cluster = new();
    private readonly ApiClient _client;

    public AdminCalls() => _client = _cluster.As();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Sends a request whose path may have a query.</summary>
    /// <returns>The status of HTTP, and the object or the status object.</returns>
    public async Task<(int Status, JsonNode? Answer)> SendAsync(
        string method, string path, JsonNode? body = null, string type = ApiMedia.Json, string manager = "")
    {
        var parts = path.Split('?', 2);
        var query = (parts.Length < 2 ? [] : parts[1].Split('&'))
            .Select(pair => pair.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[^1])))
            .ToList();
        if (manager.Length > 0 && method is "POST" or "PUT" or "PATCH" && !query.Exists(pair => pair.Key == "fieldManager"))
        {
            query.Add(new("fieldManager", manager));
        }

        try
        {
            var answer = await _client.SendAsync(
                new(new HttpMethod(method), parts[0])
                {
                    Query = query,
                    Body = body is null ? null : HttpBody.FromBytes(Encoding.UTF8.GetBytes(body.ToJsonString()), type),
                },
                Ct);
            return (200, answer.IsNil ? null : JsonNode.Parse(GoJson.Format(answer, GoJsonOptions.Compact)));
        }
        catch (ApiException failure)
        {
            return (failure.Status.Code, new JsonObject { ["reason"] = failure.Status.Reason, ["message"] = failure.Status.Message });
        }
    }

    /// <summary>An object, or null.</summary>
    public async Task<JsonNode?> FindAsync(string path) => await SendAsync("GET", path) is (200, var answer) ? answer : null;

    /// <summary>The objects of a list.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path) =>
        [.. ((await FindAsync(path))?["items"]?.AsArray() ?? []).OfType<JsonNode>()];

    /// <summary>Removes the records of releases of a namespace: lists of all namespaces have an end.</summary>
    public async Task RemoveRecordsAsync(string @namespace)
    {
        foreach (var kind in (string[])["secrets", "configmaps"])
        {
            await SendAsync("DELETE", $"/api/v1/namespaces/{@namespace}/{kind}?labelSelector=owner%3Dhelm");
        }
    }

    /// <summary>Removes an object, and waits until it is gone.</summary>
    public async Task RemoveAsync(string path)
    {
        await SendAsync("DELETE", path);
        while (await FindAsync(path) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), Ct);
        }
    }

    public void Dispose() => _cluster.Dispose();
}
