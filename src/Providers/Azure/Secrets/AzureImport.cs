using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Secrets;

/// <summary>Keys and certificates that are brought into a vault: what of a value is compared, and what is sent.</summary>
internal static class AzureImport
{
    /// <summary>The certificate in a value: PKCS #12 without password, DER or PEM.</summary>
    /// <returns>DER.</returns>
    /// <exception cref="ProviderException">There is none. Nothing of the value is quoted.</exception>
    public static byte[] Certificate(SecretValue value, string name)
    {
        foreach (var load in new Func<byte[], X509Certificate2>[]
        {
            static bytes => X509CertificateLoader.LoadPkcs12(bytes, "", X509KeyStorageFlags.EphemeralKeySet),
            X509CertificateLoader.LoadCertificate,
            static bytes => X509Certificate2.CreateFromPem(System.Text.Encoding.UTF8.GetString(bytes)),
        })
        {
            try
            {
                using var certificate = load(value.Bytes.ToArray());
                return certificate.RawData;
            }
            catch (Exception failure) when (failure is CryptographicException or ArgumentException)
            {
                // Not of this form; its text may quote the value.
            }
        }

        throw Refused("import certificate", name, "the value is not a certificate in PKCS #12 without password, DER or PEM");
    }

    /// <summary>A private key in PEM, or the bytes of a symmetric one.</summary>
    /// <returns>The caller disposes it.</returns>
    /// <exception cref="ProviderException">It is PEM and no such key. Nothing of the value is quoted.</exception>
    public static AzureKeyFields Key(SecretValue value, string name)
    {
        if (!PemEncoding.TryFindUtf8(value.Bytes.Span, out var pem))
        {
            return new AzureKeyFields("oct").Add("k", value.Bytes.Span);
        }

        var label = value.Bytes.Span[pem.Label];
        var content = new byte[pem.DecodedDataLength];
        try
        {
            Base64.DecodeFromUtf8(value.Bytes.Span[pem.Base64Data], content, out _, out var length);
            return label.SequenceEqual("RSA PRIVATE KEY"u8) ? Rsa(content.AsSpan(0, length), isPkcs8: false)
                : label.SequenceEqual("EC PRIVATE KEY"u8) ? Curve(content.AsSpan(0, length), isPkcs8: false)
                : !label.SequenceEqual("PRIVATE KEY"u8) ? throw Refused("import key", name, "the value is PEM, and no private key")
                : TryRsa(content.AsSpan(0, length)) ?? Curve(content.AsSpan(0, length), isPkcs8: true);
        }
        catch (CryptographicException)
        {
            throw Refused("import key", name, "the value is not an RSA key or one of a curve, in PEM without password");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>A failure about a value that is to be pushed.</summary>
    public static ProviderException Refused(string operation, string name, string problem) =>
        new(new(ProviderFault.InvalidRequest, AzureFailures.Vault, operation, name), $"{problem}");

    private static AzureKeyFields? TryRsa(ReadOnlySpan<byte> content)
    {
        try
        {
            return Rsa(content, isPkcs8: true);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static AzureKeyFields Rsa(ReadOnlySpan<byte> content, bool isPkcs8)
    {
        using var key = RSA.Create();
        _ = isPkcs8 ? Read(() => key.ImportPkcs8PrivateKey, content) : Read(() => key.ImportRSAPrivateKey, content);
        var numbers = key.ExportParameters(includePrivateParameters: true);
        return new AzureKeyFields("RSA").Add("n", numbers.Modulus!).Add("e", numbers.Exponent!).Take("d", numbers.D)
            .Take("p", numbers.P).Take("q", numbers.Q).Take("dp", numbers.DP).Take("dq", numbers.DQ).Take("qi", numbers.InverseQ);
    }

    private static AzureKeyFields Curve(ReadOnlySpan<byte> content, bool isPkcs8)
    {
        using var key = ECDsa.Create();
        _ = isPkcs8 ? Read(() => key.ImportPkcs8PrivateKey, content) : Read(() => key.ImportECPrivateKey, content);
        var numbers = key.ExportParameters(includePrivateParameters: true);
        var curve = numbers.Curve.Oid.Value switch
        {
            "1.2.840.10045.3.1.7" => "P-256",
            "1.3.132.0.34" => "P-384",
            "1.3.132.0.35" => "P-521",
            "1.3.132.0.10" => "P-256K",
            _ => throw new CryptographicException(),
        };
        return new AzureKeyFields("EC") { Curve = curve }.Add("x", numbers.Q.X!).Add("y", numbers.Q.Y!).Take("d", numbers.D);
    }

    private static int Read(Func<KeyReader> reader, ReadOnlySpan<byte> content)
    {
        reader()(content, out var length);
        return length;
    }

    private delegate void KeyReader(ReadOnlySpan<byte> content, out int length);
}

/// <summary>A key as the fields of a JSON Web Key (RFC 7517). Holds a private key: disposing wipes it.</summary>
/// <param name="type">The kind of key: <c>RSA</c>, <c>EC</c>, <c>oct</c>.</param>
internal sealed class AzureKeyFields(string type) : IDisposable
{
    private readonly List<(string Name, byte[] Text)> _fields = [];

    /// <summary>The name of the curve; empty for keys without one.</summary>
    public string Curve { get; init; } = "";

    /// <summary>Adds a number or bytes.</summary>
    public AzureKeyFields Add(string name, ReadOnlySpan<byte> value)
    {
        _fields.Add((name, Base64Url.EncodeToUtf8(value)));
        return this;
    }

    /// <summary>Adds a number that is secret, and wipes it.</summary>
    public AzureKeyFields Take(string name, byte[]? value)
    {
        Add(name, value);
        CryptographicOperations.ZeroMemory(value);
        return this;
    }

    /// <summary>Whether a vault holds the same key: its public half is equal. Of symmetric keys vaults show nothing.</summary>
    public bool IsHeldIn(JsonFields key)
    {
        var publicFields = _fields.Where(field => field.Name is "n" or "e" or "x" or "y").ToList();
        return publicFields.Count > 0 && key.Text("kty")?.Replace("-HSM", "", StringComparison.Ordinal) == type
            && (Curve.Length == 0 || key.Text("crv") == Curve)
            && publicFields.All(field => key.Bytes(field.Name) is { } held && field.Text.AsSpan().SequenceEqual(held));
    }

    /// <summary>Writes the object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("key");
        json.WriteString("kty", type);
        if (Curve.Length > 0)
        {
            json.WriteString("crv", Curve);
        }

        foreach (var (name, text) in _fields)
        {
            json.WriteString(name, text);
        }

        json.WriteEndObject();
    }

    /// <inheritdoc/>
    public void Dispose() => _fields.ForEach(field => CryptographicOperations.ZeroMemory(field.Text));

    /// <summary>The kind alone.</summary>
    public override string ToString() => $"AzureKeyFields({type})";
}
