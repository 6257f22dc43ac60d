using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Testing.Stores;

/// <summary>
/// A scenario of the reference's agent as far as stores go: which secrets its stores were asked for, and what the Secrets held that it
/// made of them. Only mappings without conversion, rewriting and templates can be read.
/// </summary>
public sealed class RecordedScenario
{
    private readonly JsonObject _case;
    private readonly IReadOnlyDictionary<string, string> _places;

    private RecordedScenario(JsonObject content, IReadOnlyDictionary<string, string> places) => (_case, _places) = (content, places);

    /// <summary>Its name, which is that of its namespace.</summary>
    public string Name => (string)_case["id"]!;

    /// <summary>The objects that are there at the beginning, in order.</summary>
    public IEnumerable<JsonObject> Objects => _case["objects_before"]!.AsArray().Select(item => item!.AsObject());

    /// <summary>The answers of the web server: method, path, status and body.</summary>
    public IEnumerable<JsonObject> Answers => (_case["http"] as JsonArray ?? []).Select(item => item!.AsObject());

    /// <summary>The requests that the web server got by the end.</summary>
    public IEnumerable<JsonObject> Requests =>
        (_case["expected"]!["final"]?["httpRequests"] as JsonArray ?? []).Select(item => item!.AsObject());

    /// <summary>The ExternalSecrets and PushSecrets that are created, in order.</summary>
    public IEnumerable<JsonObject> Mappings => _case["steps"]!.AsArray().Select(step => step!.AsObject())
        .Where(step => (string?)step["op"] == "create")
        .SelectMany(step => step["objects"]!.AsArray().Select(item => item!.AsObject()));

    /// <summary>Reads one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="places">What stands for placeholders, such as <c>@HTTP@</c>.</param>
    /// <param name="ns">Takes the place of its name and namespace everywhere; null to keep them.</param>
    public static RecordedScenario Load(string path, IReadOnlyDictionary<string, string> places, string? ns = null)
    {
        var text = File.ReadAllText(path);
        var name = Path.GetFileNameWithoutExtension(path);
        return new(JsonNode.Parse(ns is null ? text : text.Replace(name, ns, StringComparison.Ordinal))!.AsObject(), places);
    }

    /// <summary>What the Secret that a mapping makes holds, by key; null if there is none.</summary>
    public IReadOnlyDictionary<string, byte[]>? DataOf(string secret)
    {
        var found = (_case["expected"]!["final"]?["secrets"] as JsonArray ?? [])
            .FirstOrDefault(item => (string?)item!["name"] == secret && (string?)item["namespace"] == Name);
        return found?["data"]?.AsObject().ToDictionary(entry => entry.Key, entry => entry.Value is JsonObject wrapped
            ? Convert.FromBase64String((string)wrapped["base64"]!) : Encoding.UTF8.GetBytes((string)entry.Value!));
    }

    /// <summary>The store of a name.</summary>
    /// <param name="name">The name of the manifest.</param>
    /// <param name="context">Makes what it is made with.</param>
    public ISecretStore Open(string name, Func<string, StoreContext> context)
    {
        var manifest = Objects.First(item => (string?)item["kind"] == "SecretStore" && (string?)item["metadata"]!["name"] == name);
        var provider = manifest["spec"]!["provider"]!.AsObject().Single();
        var text = provider.Value!.ToJsonString();
        foreach (var (placeholder, value) in _places)
        {
            text = text.Replace(placeholder, value, StringComparison.Ordinal);
        }

        return SecretStores.Find(provider.Key)!.Create(GoJson.Parse(Encoding.UTF8.GetBytes(text)).AsMap!, context(name));
    }

    /// <summary>Reads what a mapping asks for.</summary>
    public async Task<SortedDictionary<string, byte[]>> ReadAsync(
        JsonObject mapping, Func<string, StoreContext> context, CancellationToken ct)
    {
        var spec = mapping["spec"]!;
        var read = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in spec["data"] as JsonArray ?? [])
        {
            await using var store = Open(StoreOf(entry!, spec), context);
            var value = await store.GetAsync(ReferenceOf(entry!["remoteRef"]!), ct);
            var bytes = value?.Bytes.ToArray() ?? throw new SecretMissingException();
            read[(string)entry["secretKey"]!] = (string?)entry["remoteRef"]!["decodingStrategy"] == "Base64"
                ? Convert.FromBase64String(Encoding.UTF8.GetString(bytes)) : bytes;
        }

        foreach (var entry in spec["dataFrom"] as JsonArray ?? [])
        {
            await using var store = Open(StoreOf(entry!, spec), context);
            var found = entry!["find"] is { } find ? await store.FindAsync(SearchOf(find), ct)
                : await store.GetMapAsync(ReferenceOf(entry["extract"]!), ct) ?? throw new SecretMissingException();
            foreach (var (name, value) in found.Entries)
            {
                read[name] = value.Bytes.ToArray();
            }
        }

        return read;
    }

    private static string StoreOf(JsonNode entry, JsonNode spec) =>
        (string?)entry["sourceRef"]?["storeRef"]?["name"] ?? (string)spec["secretStoreRef"]!["name"]!;

    private static RemoteRef ReferenceOf(JsonNode reference) => new((string)reference["key"]!)
    {
        Property = (string?)reference["property"] ?? "",
        Version = (string?)reference["version"] ?? "",
        IsMetadata = (string?)reference["metadataPolicy"] == "Fetch",
    };

    private static SecretSearch SearchOf(JsonNode find) => new()
    {
        Name = (string?)find["name"]?["regexp"] ?? "",
        Tags = (find["tags"] as JsonObject)?.ToDictionary(tag => tag.Key, tag => (string)tag.Value!),
    };
}

/// <summary>A store says that it has no such secret.</summary>
public sealed class SecretMissingException : Exception;
