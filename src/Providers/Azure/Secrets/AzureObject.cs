using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Secrets;

/// <summary>What a vault holds: a secret, a key or a certificate.</summary>
internal enum AzureObjectKind
{
    /// <summary>A text.</summary>
    Secret,

    /// <summary>A key, of which its public half is given.</summary>
    Key,

    /// <summary>A certificate, without its key.</summary>
    Certificate,
}

/// <summary>
/// An object of a vault, as names of remote secrets write it: <c>name</c>, <c>secret/name</c>, <c>key/name</c>, <c>cert/name</c>.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Letters, digits and dashes.</param>
internal sealed record AzureObject(AzureObjectKind Kind, string Name)
{
    private const int MaxName = 127;

    // Go's order of the fields of a key.
    private static readonly string[] KeyFields =
        ["kid", "kty", "key_ops", "n", "e", "d", "dp", "dq", "qi", "p", "q", "k", "key_hsm", "crv", "x", "y"];

    /// <summary>Reads a name; parts behind the second slash do not count.</summary>
    /// <exception cref="ProviderException">It is none.</exception>
    public static AzureObject Parse(string key)
    {
        var parts = key.Split('/');
        var (prefix, name) = parts.Length > 1 ? (parts[0], parts[1]) : ("secret", key);
        AzureObjectKind? kind = prefix switch
        {
            "secret" => AzureObjectKind.Secret,
            "key" => AzureObjectKind.Key,
            "cert" => AzureObjectKind.Certificate,
            _ => null,
        };
        return kind is null ? throw Refused(key, "unknown kind of object: expected the prefix secret/, key/ or cert/, or none")
            : IsName(name) ? new(kind.Value, name)
            : throw Refused(key, "a name has 1 to 127 letters, digits and dashes");
    }

    /// <summary>Where it is.</summary>
    /// <param name="version">Empty for the newest.</param>
    /// <exception cref="ProviderException">The version cannot be one.</exception>
    public string PathOf(string version) => version.Length == 0 || IsName(version) ? $"/{Collection}/{Name}/{version}"
        : throw Refused(Name, "a version has letters and digits");

    /// <summary>Where objects of the kind are, such as <c>secrets</c>.</summary>
    public string Collection => Kind switch
    {
        AzureObjectKind.Secret => "secrets",
        AzureObjectKind.Key => "keys",
        _ => "certificates",
    };

    /// <summary>What people call the kind.</summary>
    public string Noun => Kind switch
    {
        AzureObjectKind.Secret => "secret",
        AzureObjectKind.Key => "key",
        _ => "certificate",
    };

    /// <summary>Its value in the response about it: a text, a key as JSON, a certificate as DER.</summary>
    /// <exception cref="ProviderException">The response holds none.</exception>
    public byte[] ValueOf(JsonFields response) => (Kind switch
    {
        AzureObjectKind.Secret => response.Bytes("value"),
        AzureObjectKind.Key => KeyOf(response.Child("key")),
        _ => CertificateOf(response.Text("cer")),
    }) ?? throw AzureFailures.Wrong(AzureFailures.Vault, $"get {Noun}", Name, $"the response holds no {Noun}");

    /// <summary>Such as <c>cert/web</c>.</summary>
    public override string ToString() => $"{Noun} {Name}";

    private static byte[]? KeyOf(JsonFields key)
    {
        if (key.Value.AsMap is not { Count: > 0 } map)
        {
            return null;
        }

        var text = new ArrayBufferWriter<byte>();
        foreach (var field in KeyFields)
        {
            if (map.TryGet(new ByteString(field), out var value) && !value.IsNil)
            {
                text.Write(text.WrittenCount == 0 ? "{"u8 : ","u8);
                GoJson.Write(Value.Of(field), text, GoJsonOptions.Compact);
                text.Write(":"u8);
                GoJson.Write(value, text, GoJsonOptions.Compact);
            }
        }

        text.Write(text.WrittenCount == 0 ? "{}"u8 : "}"u8);
        return text.WrittenSpan.ToArray();
    }

    private static byte[]? CertificateOf(string? text)
    {
        var bytes = new byte[text?.Length ?? 0];
        return text is { Length: > 0 } && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    // Others would change the path, and no vault has them.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    private static ProviderException Refused(string key, string problem) =>
        new(new(ProviderFault.InvalidRequest, AzureFailures.Vault, "name", key), $"{problem}");
}
