using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Integration.Helm.Transcripts;

/// <summary>Records of releases as they lie in a namespace.</summary>
/// <param name="calls">The API server.</param>
/// <param name="namespace">The namespace.</param>
/// <param name="kind">The plural name of what they lie in.</param>
internal sealed class StoredRecords(AdminCalls calls, string @namespace, string kind = "secrets")
{
    /// <summary>All of them, as the recording shows them: sorted by name, times masked.</summary>
    public async Task<JsonArray> ListAsync()
    {
        var items = await calls.ListAsync($"/api/v1/namespaces/{@namespace}/{kind}?labelSelector=owner%3Dhelm");
        return [.. items.OrderBy(Name, StringComparer.Ordinal).Select(Shown)];
    }

    /// <summary>Puts a record into another state.</summary>
    public async Task SetAsync(JsonNode wanted)
    {
        var name = $"sh.helm.release.v1.{wanted["name"]}.v{wanted["revision"]}";
        var path = $"/api/v1/namespaces/{@namespace}/secrets/{name}";
        var item = (await calls.FindAsync(path))!;
        var release = Decode(item);
        foreach (var field in (string[])["status", "description"])
        {
            release["info"]![field] = TranscriptCase.Text(wanted[field]);
        }

        item["metadata"]!["labels"]!["status"] = TranscriptCase.Text(wanted["status"]);
        item["data"]!["release"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(
            Convert.ToBase64String(Encoding.UTF8.GetBytes(release.ToJsonString()))));
        await calls.SendAsync("PUT", path, item);
    }

    /// <summary>The release of a stored object.</summary>
    public static JsonNode Decode(JsonNode item)
    {
        var text = TranscriptCase.Text(item["data"]!["release"]);
        var payload = item["type"] is null ? text : Encoding.ASCII.GetString(Convert.FromBase64String(text));
        var bytes = Convert.FromBase64String(payload);
        if (bytes is [0x1f, 0x8b, ..])
        {
            using var content = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return JsonNode.Parse(content)!;
        }

        return JsonNode.Parse(bytes)!;
    }

    private static string Name(JsonNode item) => TranscriptCase.Text(item["metadata"]!["name"]);

    private static JsonNode Shown(JsonNode item)
    {
        var release = Decode(item);
        var shown = new JsonObject
        {
            ["name"] = Name(item),
            ["labels"] = new JsonObject(item["metadata"]!["labels"]!.AsObject()
                .Select(label => KeyValuePair.Create(
                    label.Key,
                    (JsonNode?)(label.Key is "createdAt" or "modifiedAt" ? "<UNIX>" : TranscriptCase.Text(label.Value))))),
            ["status"] = release["info"]!["status"]!.DeepClone(),
            ["description"] = release["info"]!["description"]?.DeepClone() ?? "",
        };
        foreach (var field in (string[])["apply_method", "config"])
        {
            if (release[field] is { } value)
            {
                shown[field] = value.DeepClone();
            }
        }

        return shown;
    }
}
