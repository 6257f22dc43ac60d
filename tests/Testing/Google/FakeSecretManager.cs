using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Google;

/// <summary>Google Secret Manager with secrets and versions in memory, in one project.</summary>
public sealed class FakeSecretManager : IDisposable
{
    private const string Start = "/v1/projects/p/secrets";

    private readonly HttpServer _server;
    private readonly SortedDictionary<string, (JsonObject Secret, List<(byte[] Data, string State)> Versions)> _secrets =
        new(StringComparer.Ordinal);

    /// <summary>Starts it.</summary>
    public FakeSecretManager() => _server = new(request =>
    {
        lock (_secrets)
        {
            return Answer(request);
        }
    });

    /// <summary>Its address.</summary>
    public string Url => _server.Url;

    /// <summary>What it was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <summary>The variables that lead a program here.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables =>
        [new("GCE_METADATA_HOST", $"127.0.0.1:{_server.Port}")];

    /// <summary>Adds a version of a secret that others made.</summary>
    public void Add(string name, string value, string state = "ENABLED", params (string Key, string Value)[] labels)
    {
        if (!_secrets.TryGetValue(name, out var held))
        {
            var map = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
            held = (new() { ["name"] = $"projects/p/secrets/{name}", ["labels"] = map, ["etag"] = "e1" }, []);
            _secrets[name] = held;
        }

        held.Versions.Add((System.Text.Encoding.UTF8.GetBytes(value), state));
    }

    /// <summary>A secret's own fields, as JSON; null if it is not there.</summary>
    public string? Secret(string name) => _secrets.TryGetValue(name, out var found) ? found.Secret.ToJsonString() : null;

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        var parts = request.Target.Split('?', 2);
        var (path, query) = (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? parts[1] : "");
        if (path.EndsWith("/token", StringComparison.Ordinal) && request.Header("Metadata-Flavor") == "Google")
        {
            return ServedAnswer.Kept("""{"access_token":"canary-token","expires_in":3600}""");
        }

        if (request.Header("Authorization") != "Bearer canary-token")
        {
            return FakeKms.Error(401, "UNAUTHENTICATED", "who are you");
        }

        if (path == Start)
        {
            return request.Method == "POST" ? Create(query, request.Body) : List(query);
        }

        var words = path[(Start.Length + 1)..].Split('/');
        var (name, verb) = (words[0].Split(':')[0], words[0].Contains(':', StringComparison.Ordinal) ? words[0].Split(':')[1] : "");
        return !_secrets.TryGetValue(name, out var secret) ? FakeKms.Error(404, "NOT_FOUND", "no such secret")
            : words.Length > 1 ? Versions(name, secret.Versions, words)
            : Change(request, name, secret, verb);
    }

    private ServedAnswer Create(string query, byte[] body)
    {
        var name = query["secretId=".Length..];
        var secret = JsonNode.Parse(body)!.AsObject();
        secret["name"] = $"projects/p/secrets/{name}";
        secret["etag"] = "e1";
        _secrets[name] = (secret, []);
        return ServedAnswer.Kept(secret.ToJsonString());
    }

    // One name a page, so that paging is seen.
    private ServedAnswer List(string query)
    {
        var fields = query.Split('&').Where(pair => pair.Length > 0).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        string[] conditions = fields.GetValueOrDefault("filter", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var matching = _secrets.Where(entry => conditions.All(condition => condition.StartsWith("name:", StringComparison.Ordinal)
            ? entry.Key.Contains(condition["name:".Length..], StringComparison.Ordinal)
            : entry.Value.Secret["labels"]?[condition.Split('=')[0]["labels.".Length..]]?.GetValue<string>() == condition.Split('=')[1]))
            .ToList();
        var page = int.Parse(fields.GetValueOrDefault("pageToken", "0"), CultureInfo.InvariantCulture);
        var result = new JsonObject
        {
            ["secrets"] = new JsonArray([.. matching.Skip(page).Take(1).Select(entry => entry.Value.Secret.DeepClone())]),
        };
        if (page + 1 < matching.Count)
        {
            result["nextPageToken"] = (page + 1).ToString(CultureInfo.InvariantCulture);
        }

        return ServedAnswer.Kept(result.ToJsonString());
    }

    private static ServedAnswer Versions(string name, List<(byte[] Data, string State)> versions, string[] words)
    {
        if (words.Length == 2)
        {
            var enabled = versions.Select((version, index) => (version.State, Number: index + 1))
                .Where(version => version.State == "ENABLED");
            return ServedAnswer.Kept(new JsonObject
            {
                ["versions"] = new JsonArray([.. enabled.Select(version => (JsonNode)new JsonObject
                {
                    ["name"] = $"projects/p/secrets/{name}/versions/{version.Number}",
                    ["createTime"] = $"2026-01-0{version.Number}T00:00:00.123456Z",
                    ["state"] = version.State,
                })]),
            }.ToJsonString());
        }

        var wanted = words[2].Split(':')[0];
        var number = wanted == "latest" ? versions.Count : int.Parse(wanted, CultureInfo.InvariantCulture);
        if (number < 1 || number > versions.Count)
        {
            return FakeKms.Error(404, "NOT_FOUND", "no such version");
        }

        var (data, state) = versions[number - 1];
        return state == "ENABLED" ? ServedAnswer.Kept($$$"""{"payload":{"data":"{{{Convert.ToBase64String(data)}}}"}}""")
            : FakeKms.Error(400, "FAILED_PRECONDITION", $"Secret Version [{name}] is in {state} state.");
    }

    private ServedAnswer Change(
        ServedRequest request, string name, (JsonObject Secret, List<(byte[] Data, string State)> Versions) secret, string verb)
    {
        switch (request.Method)
        {
            case "DELETE":
                _secrets.Remove(name);
                return ServedAnswer.Kept("{}");
            case "PATCH":
                var change = JsonNode.Parse(request.Body)!;
                secret.Secret["labels"] = change["labels"]!.DeepClone();
                secret.Secret["annotations"] = change["annotations"]!.DeepClone();
                return ServedAnswer.Kept(secret.Secret.ToJsonString());
            case "POST" when verb == "addVersion":
                using (var body = JsonDocument.Parse(request.Body))
                {
                    secret.Versions.Add((body.RootElement.GetProperty("payload").GetProperty("data").GetBytesFromBase64(), "ENABLED"));
                }

                return ServedAnswer.Kept("{}");
            default:
                return ServedAnswer.Kept(secret.Secret.ToJsonString());
        }
    }
}
