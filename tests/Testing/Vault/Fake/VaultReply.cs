using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>What the fake answers.</summary>
internal sealed record VaultReply(int Status)
{
    // As Go writes it: no more escapes than JSON needs.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static VaultReply NoContent { get; } = new(204);

    /// <summary>Nothing there: an empty list of reasons.</summary>
    public static VaultReply Nothing => new(404) { Plain = new JsonObject { ["errors"] = new JsonArray() } };

    public static VaultReply Unsupported => Error(405, "1 error occurred:\n\t* unsupported operation\n\n");

    public static VaultReply UnknownPath => Error(404, "1 error occurred:\n\t* unsupported path\n\n");

    public static VaultReply Denied => Error(403, "1 error occurred:\n\t* permission denied\n\n");

    public static VaultReply Unauthenticated => Error(403, "permission denied");

    /// <summary>Whether there is an envelope.</summary>
    public bool HasEnvelope { get; init; }

    public JsonNode? Data { get; init; }

    public JsonObject? Auth { get; init; }

    public JsonObject? WrapInfo { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public string LeaseId { get; init; } = "";

    public long LeaseSeconds { get; init; }

    public bool IsRenewable { get; init; }

    /// <summary>Members beside the envelope's, as some of sys have.</summary>
    public JsonObject? Repeated { get; init; }

    /// <summary>A body without an envelope; null for none.</summary>
    public JsonNode? Plain { get; init; }

    /// <summary>A body that is no JSON.</summary>
    public string? Text { get; init; }

    public string? Location { get; init; }

    public static VaultReply Of(JsonNode? data, params string[] warnings) =>
        new(200) { HasEnvelope = true, Data = data, Warnings = warnings };

    public static VaultReply Keys(IEnumerable<string> keys)
    {
        var list = keys.ToList();
        return list.Count == 0 ? Nothing : Of(new JsonObject { ["keys"] = new JsonArray([.. list.Select(key => (JsonNode)key)]) });
    }

    /// <summary>Data that come twice, in data and beside it.</summary>
    public static VaultReply Twice(JsonObject data, params string[] warnings) =>
        new(200) { HasEnvelope = true, Data = data, Repeated = (JsonObject)data.DeepClone(), Warnings = warnings };

    public static VaultReply LogIn(JsonObject auth, params string[] warnings) =>
        new(200) { HasEnvelope = true, Auth = auth, Warnings = warnings };

    public static VaultReply Bare(JsonNode body, int status = 200) => new(status) { Plain = body };

    public static VaultReply Error(int status, string reason) =>
        new(status) { Plain = new JsonObject { ["errors"] = new JsonArray(reason) } };

    /// <summary>The body as it is sent; null for none.</summary>
    public string? Content()
    {
        if (Text is not null || !HasEnvelope)
        {
            return Text ?? (Plain is null ? null : Plain.ToJsonString(Relaxed) + "\n");
        }

        var body = new JsonObject
        {
            ["request_id"] = WrapInfo is null ? Guid.NewGuid().ToString() : "",
            ["lease_id"] = LeaseId,
            ["renewable"] = IsRenewable,
            ["lease_duration"] = LeaseSeconds,
            ["data"] = Data?.DeepClone(),
            ["wrap_info"] = WrapInfo?.DeepClone(),
            ["warnings"] = Warnings.Count == 0 ? null : new JsonArray([.. Warnings.Select(text => (JsonNode)text)]),
            ["auth"] = Auth?.DeepClone(),
        };
        foreach (var (name, value) in Repeated ?? [])
        {
            body[name] = value?.DeepClone();
        }

        return body.ToJsonString(Relaxed) + "\n";
    }
}
