using System.Buffers.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Kubernetes;

/// <summary>A Secret as an API server gives it. Never printed.</summary>
/// <param name="secret">The object.</param>
internal sealed class RemoteSecret(Value secret)
{
    private readonly JsonFields _fields = new(secret);

    /// <summary>The object.</summary>
    public MapValue Fields { get; } = secret.AsMap ?? new();

    /// <summary>Whether it says that it is a Secret, and what it holds is a map or nothing; items of lists do not say it.</summary>
    public bool IsSecret => _fields.Text("kind") == "Secret" && _fields.Child("data").Value is { AsMap: not null } or { IsNil: true };

    /// <summary>Its name.</summary>
    public string Name => _fields.Child("metadata").Text("name") ?? "";

    /// <summary>Its type.</summary>
    public string Type => _fields.Text("type") ?? "";

    /// <summary>Tells this object from others that have had its name.</summary>
    public string Uid => _fields.Child("metadata").Text("uid") ?? "";

    /// <summary>This state of it.</summary>
    public string ResourceVersion => _fields.Child("metadata").Text("resourceVersion") ?? "";

    /// <summary>Its labels.</summary>
    public SortedDictionary<string, string> Labels => Texts("labels");

    /// <summary>Its annotations.</summary>
    public SortedDictionary<string, string> Annotations => Texts("annotations");

    /// <summary>What it holds, decoded.</summary>
    /// <exception cref="Failures.ProviderException">A value is no base64.</exception>
    public SecretMap Data()
    {
        var data = new SecretMap();
        if (_fields.Child("data").Value.AsMap is { } map)
        {
            foreach (var (key, value) in map.Entries)
            {
                data[key.RevealText()] = new(value.IsString && Decode(value.StringBytes) is { } bytes ? bytes : throw
                    KubernetesFailures.Of(Failures.ProviderFault.InvalidResponse, "get", Name, "a value of the Secret is not base64"));
            }
        }

        return data;
    }

    /// <summary>All that it holds as one JSON object of texts.</summary>
    public SecretValue Whole() => SecretJson.ObjectOf(Data(), escapesHtml: false);

    /// <summary>Labels and annotations as JSON, by these names.</summary>
    public SecretMap Metadata() => new()
    {
        ["annotations"] = new(GoJson.Format(_fields.Child("metadata").Child("annotations").Value, GoJsonOptions.Raw)),
        ["labels"] = new(GoJson.Format(_fields.Child("metadata").Child("labels").Value, GoJsonOptions.Raw)),
    };

    /// <summary>
    /// One value of what it holds: the key of that name, or behind the first dot a path into the JSON of a key.
    /// </summary>
    /// <returns>Null if there is none.</returns>
    public static SecretValue? Property(SecretMap data, string property)
    {
        if (data[property] is { } whole)
        {
            return whole;
        }

        var dot = property.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && data[property[..dot]] is { } json ? SecretProperties.Path(json, property[(dot + 1)..]) : null;
    }

    /// <summary>No part of it.</summary>
    public override string ToString() => $"RemoteSecret({Name})";

    private SortedDictionary<string, string> Texts(string field)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (_fields.Child("metadata").Child(field).Value.AsMap is { } map)
        {
            foreach (var (key, value) in map.Entries)
            {
                texts[key.RevealText()] = value.IsString ? new ByteString(value.StringBytes).RevealText() : "";
            }
        }

        return texts;
    }

    private static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out _, out var length) == System.Buffers.OperationStatus.Done ? bytes[..length] : null;
    }
}
