using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Stores.Values;

/// <summary>Sets a property of a secret that is a JSON object; others keep their order and their digits, white space is not kept.</summary>
internal static class PropertyChange
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The secret as it shall be: the value itself if the target names no property, the secret as it is if the property has the value
    /// already, else the secret with the property.
    /// </summary>
    /// <param name="current">The secret; null for none yet.</param>
    /// <param name="target">What is written.</param>
    /// <param name="value">The value.</param>
    /// <param name="provider">For messages.</param>
    /// <param name="find">How the store looks properties up.</param>
    /// <exception cref="ProviderException">The secret is not a JSON object, so that it would be lost.</exception>
    public static SecretValue Apply(
        SecretValue? current, PushTarget target, SecretValue value, string provider, Func<SecretValue, string, SecretValue?> find) =>
        target.Property.Length == 0 ? value
        : current is not null && value.IsSame(find(current, target.Property)) ? current
        : Set(current, target, value, provider);

    /// <summary>The secret with the property, as text.</summary>
    /// <param name="current">The secret; null for none yet.</param>
    /// <param name="target">
    /// Names of members with dots between them; a backslash before a dot makes it part of a name. A number names an item of a list, -1 a
    /// new one at its end.
    /// </param>
    /// <param name="value">The text.</param>
    /// <param name="provider">For messages.</param>
    /// <exception cref="ProviderException">The secret is not a JSON object, so that it would be lost.</exception>
    public static SecretValue Set(SecretValue? current, PushTarget target, SecretValue value, string provider)
    {
        var root = Parse(current, target, provider);
        JsonNode at = root;
        var names = Names(target.Property);
        foreach (var name in names[..^1])
        {
            at = Inner(at, name) ?? Put(at, name, new JsonObject(), target, provider);
        }

        Put(at, names[^1], JsonValue.Create(value.RevealText()), target, provider);
        return Format(root);
    }

    /// <summary>The names of a path.</summary>
    public static string[] Names(string path) =>
        [.. path.Replace("\\.", "\0", StringComparison.Ordinal).Split('.').Select(name => name.Replace('\0', '.'))];

    /// <summary>An object as text, with characters of all scripts as they are.</summary>
    public static SecretValue Format(JsonObject root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            root.WriteTo(json);
        }

        return new(buffer.WrittenSpan.ToArray());
    }

    private static JsonNode? Inner(JsonNode at, string name) => at switch
    {
        JsonObject map when map[name] is JsonObject or JsonArray => map[name],
        JsonArray list when Index(list, name) is { } index && index < list.Count && list[index] is JsonObject or JsonArray =>
            list[Index(list, name)!.Value],
        _ => null,
    };

    private static JsonNode Put(JsonNode at, string name, JsonNode value, PushTarget target, string provider)
    {
        if (at is JsonArray list)
        {
            var index = Index(list, name) ?? throw Wrong(target, provider, "a part of the property is a list, which has no such item");
            if (index == list.Count)
            {
                list.Add(value);
            }
            else
            {
                list[index] = value;
            }

            return value;
        }

        at[name] = value;
        return value;
    }

    // From 0 to the length, which is a new item.
    private static int? Index(JsonArray list, string name) => name == "-1" ? list.Count
        : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= list.Count ? index : null;

    private static JsonObject Parse(SecretValue? current, PushTarget target, string provider)
    {
        if (current is null || current.Length == 0)
        {
            return [];
        }

        try
        {
            if (JsonNode.Parse(current.Bytes.Span) is JsonObject map)
            {
                return map;
            }
        }
        catch (JsonException)
        {
            // Its text may quote the secret: what follows says enough.
        }

        throw Wrong(target, provider, "the secret is not a JSON object, so that no property of it can be set");
    }

    private static ProviderException Wrong(PushTarget target, string provider, string problem) =>
        new(new(ProviderFault.InvalidRequest, provider, "push", target.Key), $"{problem}");
}
