using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Stores;

/// <summary>
/// A server that keeps texts under <c>/secrets/NAME</c>: read, written whole or by a property, and deleted, with a token.
/// </summary>
public sealed class FakeWebhook : IDisposable
{
    private readonly HttpServer _server;
    private readonly SortedDictionary<string, string> _held = new(StringComparer.Ordinal);

    /// <summary>Starts it.</summary>
    public FakeWebhook() => _server = new(request =>
    {
        lock (_held)
        {
            return Answer(request);
        }
    });

    /// <summary>Its address.</summary>
    public string Url => _server.Url;

    /// <summary>What it was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <summary>A text that it keeps; null for none.</summary>
    public string? this[string name]
    {
        get => _held.GetValueOrDefault(name);
        set => _held[name] = value!;
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        var parts = request.Target.Split('?', 2);
        var name = Uri.UnescapeDataString(parts[0]["/secrets/".Length..]);
        var property = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]["property=".Length..]) : "";
        if (request.Header("Authorization") != "Bearer canary-webhook-token")
        {
            return ServedAnswer.Kept("canary-refusal", "401 Unauthorized");
        }

        switch (request.Method)
        {
            case "POST":
                var value = System.Text.Encoding.UTF8.GetString(request.Body);
                _held[name] = property.Length == 0 ? value : Changed(_held.GetValueOrDefault(name), property, value);
                return ServedAnswer.Kept("");
            case "DELETE":
                return _held.Remove(name) ? ServedAnswer.Kept("") : ServedAnswer.Kept("", "404 Not Found");
            default:
                return _held.TryGetValue(name, out var held) ? ServedAnswer.Kept(held) : ServedAnswer.Kept("gone", "404 Not Found");
        }
    }

    private static string Changed(string? held, string property, string value)
    {
        var map = held is null ? [] : JsonNode.Parse(held)!.AsObject();
        map[property] = value;
        return map.ToJsonString();
    }
}
