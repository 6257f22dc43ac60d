using System.Runtime.InteropServices;
using System.Text.Json;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>
/// A credentials file of Google in JSON: of a service account, a user, an external identity or an impersonated account. Lent memory; no
/// text of it shows content. Dispose it before the memory is wiped.
/// </summary>
internal sealed class GoogleCredentialFile : IDisposable
{
    private readonly JsonDocument? _document;
    private readonly JsonElement _root;
    private readonly string _name;

    private GoogleCredentialFile(JsonDocument? document, JsonElement root, string name) =>
        (_document, _root, _name) = (document, root, name);

    /// <summary>Which kind, such as <c>service_account</c>.</summary>
    public string Type => Text("type");

    /// <summary>Where it is from, for people: a path or the name of a variable.</summary>
    public string Name => _name;

    /// <summary>Reads one.</summary>
    /// <param name="json">Lent until disposal.</param>
    /// <param name="name">Where it is from, for messages.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is no JSON object.</exception>
    public static GoogleCredentialFile Parse(ReadOnlyMemory<byte> json, string name)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            // Its text may quote the file.
            throw GoogleFailure.Settings(name, $"the credentials are not JSON");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return new(document, document.RootElement, name);
        }

        document.Dispose();
        throw GoogleFailure.Settings(name, $"the credentials are not a JSON object");
    }

    /// <summary>A text, or empty if it is not there or is no text.</summary>
    public string Text(string field) =>
        _root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: it is not.</exception>
    public string Required(string field) => Text(field) is { Length: > 0 } text ? text
        : throw GoogleFailure.Settings(_name, $"the credentials of type {Type} have no field {field}");

    /// <summary>A number, or null.</summary>
    public int? Number(string field) =>
        _root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : null;

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string field) => _root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString() ?? "")]
        : [];

    /// <summary>The names and texts of an object.</summary>
    public IEnumerable<KeyValuePair<string, string>> Entries() => _root.EnumerateObject()
        .Where(entry => entry.Value.ValueKind == JsonValueKind.String)
        .Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetString() ?? ""));

    /// <summary>An object inside, which is valid until this one is disposed; null if it is not there.</summary>
    public GoogleCredentialFile? Child(string field) =>
        _root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Object ? new(null, value, _name) : null;

    /// <summary>A text that is secret, without a string of it; null if it is not there. The caller disposes it.</summary>
    public SecretBytes? Secret(string field)
    {
        if (!_root.TryGetProperty(field, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        // Unescaping never makes a text longer.
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var buffer = GC.AllocateUninitializedArray<byte>(raw.Length, pinned: true);
        try
        {
            var reader = new Utf8JsonReader(raw);
            reader.Read();
            return new SecretBytes(buffer.AsSpan(0, reader.CopyString(buffer)));
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _document?.Dispose();

    /// <summary>Where it is from, never content.</summary>
    public override string ToString() => $"GoogleCredentialFile({_name})";
}
