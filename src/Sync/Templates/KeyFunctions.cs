using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Sync.Manifests;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>Keys of JSON Web Keys as PEM, and decryption with RSA (spec external-secrets.md 7.1).</summary>
internal static class KeyFunctions
{
    public static FunctionTable AddKeys(this FunctionTable table) => table
        .Add("jwkPublicKeyPem", static (_, a) => Value.Of(PublicPem(Read(a[0]))), ParameterType.String)
        .Add("jwkPrivateKeyPem", static (_, a) => Value.Of(PrivatePem(Read(a[0]))), ParameterType.String)
        .Add("rsaDecrypt", static (_, a) => Value.Of(Decrypt(a)),
            ParameterType.String, ParameterType.String, ParameterType.String, ParameterType.String);

    private static MapValue Read(Value text) => GoJson.TryParse(text.StringBytes, out var value, out _) && value.AsMap is { } jwk
        ? jwk
        : throw new FunctionException("failed to parse the JSON web key");

    private static string PublicPem(MapValue jwk)
    {
        if (jwk.Has("d"))
        {
            var type = jwk.Text("kty") == "RSA" ? "*rsa.PrivateKey" : "*ecdsa.PrivateKey";
            throw new FunctionException($"x509: unsupported public key type: {type}");
        }

        using var key = Key(jwk);
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    private static string PrivatePem(MapValue jwk)
    {
        if (!jwk.Has("d"))
        {
            var type = jwk.Text("kty") == "RSA" ? "*rsa.PublicKey" : "*ecdsa.PublicKey";
            throw new FunctionException($"x509: unknown key type while marshaling PKCS#8: {type}");
        }

        using var key = Key(jwk);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static AsymmetricAlgorithm Key(MapValue jwk)
    {
        try
        {
            return jwk.Text("kty") switch
            {
                "RSA" => RSA.Create(new RSAParameters
                {
                    Modulus = Part(jwk, "n"), Exponent = Part(jwk, "e"), D = Part(jwk, "d"), P = Part(jwk, "p"), Q = Part(jwk, "q"),
                    DP = Part(jwk, "dp"), DQ = Part(jwk, "dq"), InverseQ = Part(jwk, "qi"),
                }),
                "EC" => ECDsa.Create(new ECParameters
                {
                    Curve = CurveOf(jwk.Text("crv")), Q = new() { X = Part(jwk, "x"), Y = Part(jwk, "y") }, D = Part(jwk, "d"),
                }),
                _ => throw new FunctionException("the type of the JSON web key is not served"),
            };
        }
        catch (CryptographicException)
        {
            throw new FunctionException("the JSON web key is not valid");
        }
    }

    private static ECCurve CurveOf(string name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => throw new FunctionException("the curve of the JSON web key is not served"),
    };

    private static byte[]? Part(MapValue jwk, string name)
    {
        if (!jwk.Has(name))
        {
            return null;
        }

        var text = jwk.Text(name).Replace('-', '+').Replace('_', '/');
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? bytes[..length]
            : throw new FunctionException($"the field {name} of the JSON web key is not base64");
    }

    private static byte[] Decrypt(ReadOnlySpan<Value> a)
    {
        var (scheme, hash) = (TemplateText.Of(a[0]), TemplateText.Of(a[1]));
        if (scheme == "None")
        {
            return a[2].StringBytes;
        }

        if (scheme != "RSA-OAEP")
        {
            throw new FunctionException($"decryption scheme {scheme} not supported");
        }

        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(TemplateText.Of(a[3]));
            return key.Decrypt(a[2].StringBytes, hash switch
            {
                "SHA1" => RSAEncryptionPadding.OaepSHA1,
                "SHA512" => RSAEncryptionPadding.OaepSHA512,
                _ => RSAEncryptionPadding.OaepSHA256,
            });
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new FunctionException("failed to decrypt data");
        }
    }
}
