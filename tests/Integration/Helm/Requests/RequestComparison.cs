using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Requests;

/// <summary>
/// Compares what a command changed on the API server, request by request, with what the reference changed. Reads are not compared one by
/// one; there may be no more of them than the reference needed.
/// </summary>
internal static class RequestComparison
{
    private const string Records = "sh.helm.release.v1.";

    /// <summary>How the writes since the last call differ, or null.</summary>
    public static string? Difference(TranscriptCase row, JsonArray expected, ApiProxy proxy)
    {
        var asked = proxy.Requests;
        proxy.Clear();
        var wanted = InOrder(expected.OfType<JsonNode>().Where(one => TranscriptCase.Text(one["method"]) != "GET").Select(Wanted));
        var written = InOrder(asked.Where(one => one.IsWrite).Select(one => Written(row, one)));
        return wanted.SequenceEqual(written) ? null
            : $"expected writes\n{string.Join('\n', wanted)}\nactual writes\n{string.Join('\n', written)}";
    }

    /// <summary>A write without its path.</summary>
    public static string Shown(ProxiedRequest request)
    {
        var query = Query(request).Order(StringComparer.Ordinal);
        var body = JsonNode.Parse(request.Body)!;
        return $"{request.Method} {string.Join('&', query)} {request.ContentType} {Sorted(Masked(body)).ToJsonString()}";
    }

    /// <summary>A tree with the fields of its objects in order.</summary>
    public static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject pairs => new JsonObject(pairs
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : Sorted(pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Sorted(item))]),
        _ => node.DeepClone(),
    };

    // Objects of one kind are written at the same time, in any order.
    private static List<string> InOrder(IEnumerable<(string Batch, string Text)> writes)
    {
        List<string> result = [];
        List<string> batch = [];
        var current = "";
        foreach (var (name, text) in writes)
        {
            if (name != current)
            {
                result.AddRange(batch.Order(StringComparer.Ordinal));
                batch.Clear();
                current = name;
            }

            batch.Add(text);
        }

        return [.. result, .. batch.Order(StringComparer.Ordinal)];
    }

    private static (string Batch, string Text) Wanted(JsonNode request)
    {
        var path = TranscriptCase.Text(request["path"]);
        var query = (request["query"]?.AsObject() ?? []).Select(pair => $"{pair.Key}={pair.Value}");
        var body = request["body"];
        var isRecord = (body as JsonObject)?["<RELEASE>"] is not null || path.Contains(Records, StringComparison.Ordinal);
        var type = request["contentType"]?.GetValue<string>() ?? "";
        return Shown(
            TranscriptCase.Text(request["method"]),
            path,
            query,
            isRecord ? "" : type,
            isRecord ? body!["<RELEASE>"]?.ToJsonString() ?? "" : body is null ? "" : Sorted(body).ToJsonString());
    }

    private static (string Batch, string Text) Written(TranscriptCase row, ProxiedRequest request)
    {
        var query = Query(request);
        var text = row.There(Encoding.UTF8.GetString(request.Body));
        var body = text.Length > 0 ? JsonNode.Parse(text) : null;
        var isRecord = request.Path.Contains(Records, StringComparison.Ordinal)
            || (body as JsonObject)?["type"]?.ToString() == "helm.sh/release.v1";
        return Shown(
            request.Method,
            row.There(request.Path),
            isRecord ? query.Where(one => !one.StartsWith("fieldManager=", StringComparison.Ordinal)) : query,
            isRecord ? "" : request.ContentType,
            isRecord ? row.There(Record(body)) : body is null ? "" : Sorted(Masked(body)).ToJsonString());
    }

    private static (string Batch, string Text) Shown(
        string method, string path, IEnumerable<string> query, string type, string body)
    {
        // Deletions come after the others, and records (whose writes are shown without a type) one by one.
        var collection = path.LastIndexOf('/') is var at && method is "POST" ? path : path[..at];
        var batch = method == "DELETE" ? "DELETE " + collection : type.Length == 0 ? $"{method} {path} {body}" : collection;
        return (batch, $"{method} {path}?{string.Join('&', query.Order(StringComparer.Ordinal))} {type} {body}");
    }

    private static IEnumerable<string> Query(ProxiedRequest request) =>
        request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString);

    private static string Record(JsonNode? stored)
    {
        if (stored?["data"] is null)
        {
            return "";
        }

        var release = StoredRecords.Decode(stored);
        var shown = new JsonObject
        {
            ["name"] = release["name"]!.DeepClone(),
            ["version"] = release["version"]!.DeepClone(),
            ["status"] = release["info"]!["status"]!.DeepClone(),
            ["description"] = release["info"]!["description"]?.DeepClone() ?? "",
        };
        if (release["apply_method"] is { } method)
        {
            shown["apply_method"] = method.DeepClone();
        }

        return shown.ToJsonString();
    }

    // States and times that no two runs have in common.
    private static JsonNode Masked(JsonNode body)
    {
        if (body is JsonObject item && item["metadata"]?["resourceVersion"] is not null)
        {
            item["metadata"]!["resourceVersion"] = "<RV>";
        }

        foreach (var step in (body as JsonArray ?? []).OfType<JsonObject>())
        {
            if (step["path"]?.ToString() == "/metadata/resourceVersion")
            {
                step["value"] = "<RV>";
            }

            foreach (var owner in (step["value"] as JsonArray ?? []).OfType<JsonObject>().Where(owner => owner["time"] is not null))
            {
                owner["time"] = "2006-01-02T15:04:05Z";
            }
        }

        return body;
    }
}
