using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Google;

/// <summary>A service account of tests, with its key.</summary>
public sealed class GoogleAccount : IDisposable
{
    private readonly RSA _key;

    /// <summary>One with a key.</summary>
    public GoogleAccount(RSA key) => _key = key;

    /// <summary>One with a key in the form of a JWK.</summary>
    public static GoogleAccount OfJwk(string jwk)
    {
        using var document = JsonDocument.Parse(jwk);
        byte[] Number(string name) => Base64Url.DecodeFromChars(document.RootElement.GetProperty(name).GetString());
        return new(RSA.Create(new RSAParameters
        {
            Modulus = Number("n"),
            Exponent = Number("e"),
            D = Number("d"),
            P = Number("p"),
            Q = Number("q"),
            DP = Number("dp"),
            DQ = Number("dq"),
            InverseQ = Number("qi"),
        }));
    }

    /// <summary>Its name.</summary>
    public static string Mail => "sops@shop-project.example.com";

    /// <summary>Its file of credentials.</summary>
    /// <param name="tokenUri">Where it exchanges its tokens.</param>
    public string Json(string tokenUri = "https://oauth2.googleapis.com/token") => new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = "shop-project",
        ["private_key_id"] = "0001",
        ["private_key"] = _key.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = Mail,
        ["token_uri"] = tokenUri,
    }.ToJsonString();

    /// <summary>Header and claims of a token that the account signed, as JSON; fails unless the signature is right.</summary>
    public (string Header, string Claims) Open(string jwt)
    {
        var parts = jwt.Split('.');
        return _key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            ? (Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])), Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])))
            : throw new CryptographicException("the signature is wrong");
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
