using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Sources;

/// <summary>The keys of Secrets and ConfigMaps.</summary>
internal static class SecretData
{
    /// <summary>The keys of a Secret; what manifests have as text counts before what they have as base64.</summary>
    public static SecretMap Read(MapValue secret)
    {
        var map = new SecretMap();
        foreach (var (key, value) in Entries(secret.Child("data")))
        {
            map[key] = Decode(value) ?? SecretValue.Empty;
        }

        foreach (var (key, value) in Entries(secret.Child("stringData")))
        {
            map[key] = SecretValue.OfText(Fields.TextOf(value));
        }

        return map;
    }

    /// <summary>One key of a Secret, by the same rule; null if it is missing or not base64.</summary>
    public static SecretValue? Find(MapValue secret, string key) =>
        secret.Child("stringData") is { } texts && texts.Field(key) is { IsString: true } text ? new(text.StringBytes)
        : secret.Child("data") is { } data ? Decode(data.Field(key))
        : null;

    /// <summary>The keys of a ConfigMap.</summary>
    public static SecretMap OfConfigMap(MapValue configMap)
    {
        var map = new SecretMap();
        foreach (var (key, value) in Entries(configMap.Child("data")))
        {
            map[key] = SecretValue.OfText(Fields.TextOf(value));
        }

        foreach (var (key, value) in Entries(configMap.Child("binaryData")))
        {
            map[key] = Decode(value) ?? SecretValue.Empty;
        }

        return map;
    }

    /// <summary>Base64 of a field, or null if it is none.</summary>
    public static SecretValue? Decode(Value value)
    {
        if (!value.IsString)
        {
            return null;
        }

        var buffer = new byte[value.StringBytes.Length];
        return Convert.TryFromBase64String(new ByteString(value.StringBytes).RevealText(), buffer, out var length)
            ? new(buffer[..length])
            : null;
    }

    /// <summary>The field <c>data</c> of a Secret.</summary>
    public static MapValue Write(SecretMap map)
    {
        var data = new MapValue();
        foreach (var (key, value) in map.Entries)
        {
            data.With(key, Convert.ToBase64String(value.Bytes.Span));
        }

        return data;
    }

    private static IEnumerable<KeyValuePair<string, Value>> Entries(MapValue? map)
    {
        foreach (var key in map is null ? [] : map.SortedKeys.ToArray())
        {
            yield return new(key.RevealText(), map![key]);
        }
    }
}
