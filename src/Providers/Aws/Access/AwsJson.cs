using System.Text.Json;

namespace SecretsKit.Providers.Aws.Access;

/// <summary>Members of requests and responses; those of responses that have another type than promised count as missing.</summary>
internal static class AwsJson
{
    /// <summary>A text, or null.</summary>
    public static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>Whether a member is there and not null.</summary>
    public static bool Has(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>The objects of a list; none if it is missing.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement value, string name) =>
        value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object) : [];

    /// <summary>The texts of a list; none if it is missing.</summary>
    public static IEnumerable<string> Texts(JsonElement value, string name) =>
        value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)
            : [];

    /// <summary>Tags by key, in order.</summary>
    /// <param name="value">The object that has them.</param>
    /// <param name="name">The list of <c>{Key, Value}</c>.</param>
    public static SortedDictionary<string, string> Tags(JsonElement value, string name)
    {
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in Items(value, name))
        {
            if (Text(tag, "Key") is { } key)
            {
                tags[key] = Text(tag, "Value") ?? "";
            }
        }

        return tags;
    }

    /// <summary>Writes tags as AWS has them.</summary>
    public static void WriteTags(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> tags)
    {
        json.WriteStartArray("Tags");
        foreach (var (key, value) in tags)
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
