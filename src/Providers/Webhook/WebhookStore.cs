using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Providers.Webhook.JsonPath;

namespace SecretsKit.Providers.Webhook;

/// <summary>
/// Any server that answers requests, which templates make (spec external-secrets.md 3.11). It has no list of secrets and no mark of
/// ownership. Numbers keep their decimals, unlike in the reference (quirk Q7).
/// </summary>
internal sealed class WebhookStore : IWritableSecretStore
{
    /// <summary>For messages.</summary>
    public const string Provider = "webhook";

    private static readonly GoJsonReading Reading = new()
    {
        Number = static digits => System.Buffers.Text.Utf8Parser.TryParse(digits, out long integer, out var length)
            && length == digits.Length ? Value.Int64(integer)
            : Value.Float(double.Parse(digits, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private readonly StoreContext _context;
    private readonly StoreFields _fields;
    private readonly WebhookCall _call;
    private readonly string _path;

    /// <param name="settings">The settings.</param>
    /// <param name="context">Whose they are.</param>
    /// <param name="place">Where the manifest has them, for messages.</param>
    public WebhookStore(MapValue settings, StoreContext context, string place)
    {
        _context = context;
        _fields = new(settings, place, Provider);
        _call = new(_fields, context);
        _path = _fields.Child("result")?.Text("jsonPath") ?? "";
    }

    /// <summary>How manifests make it.</summary>
    public static SecretStoreKind Kind { get; } = new(
        "webhook", static (settings, context) => new WebhookStore(settings, context, "spec.provider.webhook"));

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadWrite;

    /// <inheritdoc/>
    public async ValueTask<StoreValidation> ValidateAsync(CancellationToken ct)
    {
        try
        {
            await _call.ProbeAsync(ct);
            return StoreValidation.Ready;
        }
        catch (ProviderException failure)
        {
            return new(StoreReadiness.Failed, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var data = await CollectAsync(Fields(reference), ct);
        if (await _call.SendAsync("get", reference.Key, HttpMethod.Get, data, default, ct) is not { } content)
        {
            return null;
        }

        var path = PathFor(data, ct);
        return path.Length == 0 ? new(content) : One(Find(content, path, reference.Key), reference.Key);
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var data = await CollectAsync(Fields(reference), ct);
        if (await _call.SendAsync("get", reference.Key, HttpMethod.Get, data, default, ct) is not { } content)
        {
            return null;
        }

        var path = PathFor(data, ct);
        var found = path.Length == 0 ? content : GoJson.Format(Find(content, path, reference.Key, isExact: false), GoJsonOptions.Raw);

        // A text that is JSON counts as what it says.
        var inner = GoJson.TryParse(found, out var value, out _) && value.IsString ? value.StringBytes : found;
        return SecretJson.TypedMap(inner)
            ?? throw Failure(ProviderFault.InvalidResponse, reference.Key, path.Length == 0 ? "the response is not a JSON object"
                : $"what jsonPath {path} finds is not a JSON object");
    }

    /// <inheritdoc/>
    public ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct) =>
        throw Failure(ProviderFault.Unsupported, "", "not implemented");

    /// <inheritdoc/>
    public async ValueTask PushAsync(SecretPush push, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(push);
        var value = push.Value ?? SecretJson.ObjectOf(push.Data, escapesHtml: false);
        var fields = Fields(push.Target, push.SecretKey);
        fields[push.Target.Key] = value.RevealText();
        var data = await CollectAsync(fields, ct);
        if (await _call.SendAsync("push", push.Target.Key, HttpMethod.Post, data, value.Bytes, ct) is null)
        {
            throw Failure(ProviderFault.NotFound, push.Target.Key, "endpoint gave error 404 Not Found", "push");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        await _call.SendAsync("delete", target.Key, HttpMethod.Delete, await CollectAsync(Fields(target, ""), ct), default, ct);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (_call.Method.Length > 0 && _call.Method != "GET")
        {
            throw Failure(ProviderFault.Unsupported, target.Key, $"a request with method {_call.Method} may change what is there");
        }

        var data = await CollectAsync(Fields(target, ""), ct);
        return await _call.SendAsync("exists", target.Key, HttpMethod.Get, data, default, ct) is not null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Dictionary<string, string> Fields(RemoteRef reference) => new(StringComparer.Ordinal)
    {
        ["key"] = reference.Key,
        ["version"] = reference.Version,
        ["property"] = reference.Property,
    };

    private static Dictionary<string, string> Fields(PushTarget target, string secretKey) => new(StringComparer.Ordinal)
    {
        ["key"] = target.Key,
        ["version"] = "",
        ["property"] = target.Property,
        ["remoteKey"] = target.Key,
        ["secretKey"] = secretKey,
    };

    private static ProviderException Failure(ProviderFault fault, string key, string problem, string operation = "get") =>
        new(new(fault, Provider, operation, key), $"{problem}") { Hint = "look at what the server answers and at the store's manifest" };

    private ValueTask<WebhookData> CollectAsync(Dictionary<string, string> reference, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return WebhookData.CollectAsync(_fields, _context, reference, ct);
    }

    private string PathFor(WebhookData data, CancellationToken ct) =>
        System.Text.Encoding.UTF8.GetString(_call.Execute(_path, data, "result.jsonPath", ct)).Trim();

    private static Value Find(byte[] content, string path, string key, bool isExact = true)
    {
        if (!(isExact ? GoJson.TryParse(content, Reading, out var json, out _) : GoJson.TryParse(content, out json, out _)))
        {
            throw Failure(ProviderFault.InvalidResponse, key, "failed to parse response json");
        }

        try
        {
            return JsonPathQuery.Parse(path).Find(json);
        }
        catch (JsonPathException failure)
        {
            // What is no object at all is not what the manifest's author has seen.
            var fault = failure.Fault == JsonPathFault.Syntax ? ProviderFault.InvalidSettings
                : json.AsMap is null ? ProviderFault.InvalidResponse : ProviderFault.NotFound;
            throw Failure(fault, key, $"failed to get response path {path}: {failure.Message}");
        }
    }

    private SecretValue One(Value found, string key)
    {
        if (found.AsList is { } list)
        {
            return list.Count > 0 ? One(list[0], key)
                : throw Failure(ProviderFault.NotFound, key, "what jsonPath finds is an empty list");
        }

        return found.Kind is GoKind.Float64 && _context.RoundsNumbers
            ? SecretValue.OfText(GoFloat.Format(Math.Round(found.Float64, MidpointRounding.ToEven), GoFloatFormat.Plain))
            : SecretJson.Typed(found);
    }
}
