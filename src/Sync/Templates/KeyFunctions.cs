using System.Numerics;
using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Sync.Manifests;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>Keys of JSON Web Keys as PEM, and decryption with RSA (spec external-secrets.md 7.1).</summary>
internal static class KeyFunctions
{
    // RFC 8410: what is before the bytes of a key in its encoding.
    private static readonly byte[] Ed25519Public = Convert.FromHexString("302a300506032b6570032100");
    private static readonly byte[] Ed25519Private = Convert.FromHexString("302e020100300506032b657004220420");

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
            var type = jwk.Text("kty") switch { "RSA" => "*rsa.PrivateKey", "OKP" => "ed25519.PrivateKey", _ => "*ecdsa.PrivateKey" };
            throw new FunctionException($"x509: unsupported public key type: {type}");
        }

        if (jwk.Text("kty") == "OKP")
        {
            return Pem("PUBLIC KEY", [.. Ed25519Public, .. Edwards(jwk, "x")]);
        }

        using var key = Key(jwk);
        return key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    private static string PrivatePem(MapValue jwk)
    {
        if (!jwk.Has("d"))
        {
            var type = jwk.Text("kty") switch { "RSA" => "*rsa.PublicKey", "OKP" => "ed25519.PublicKey", _ => "*ecdsa.PublicKey" };
            throw new FunctionException($"x509: unknown key type while marshaling PKCS#8: {type}");
        }

        if (jwk.Text("kty") == "OKP")
        {
            return Pem("PRIVATE KEY", [.. Ed25519Private, .. Edwards(jwk, "d")]);
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
                "RSA" => RSA.Create(RsaOf(jwk)),
                "EC" => ECDsa.Create(EllipticOf(jwk)),
                _ => throw new FunctionException("the type of the JSON web key is not served"),
            };
        }
        catch (CryptographicException)
        {
            throw new FunctionException("the JSON web key is not valid");
        }
    }

    // The remainders may be missing, and leading zeros of all numbers.
    private static RSAParameters RsaOf(MapValue jwk)
    {
        var modulus = RequiredPart(jwk, "n");
        var made = new RSAParameters { Modulus = modulus, Exponent = RequiredPart(jwk, "e") };
        if (!jwk.Has("d"))
        {
            return made;
        }

        var half = (modulus.Length + 1) / 2;
        var (d, p, q) = (Number(RequiredPart(jwk, "d")), Number(RequiredPart(jwk, "p")), Number(RequiredPart(jwk, "q")));
        if (p < 3 || q < 3)
        {
            throw new FunctionException("the JSON web key is not valid");
        }

        return made with
        {
            D = Bytes(d, modulus.Length),
            P = Bytes(p, half),
            Q = Bytes(q, half),
            DP = Bytes(d % (p - 1), half),
            DQ = Bytes(d % (q - 1), half),
            InverseQ = Bytes(BigInteger.ModPow(q, p - 2, p), half),
        };
    }

    private static ECParameters EllipticOf(MapValue jwk)
    {
        var size = jwk.Text("crv") switch { "P-384" => 48, "P-521" => 66, _ => 32 };
        return new()
        {
            Curve = CurveOf(jwk.Text("crv")),
            Q = new() { X = Bytes(Number(RequiredPart(jwk, "x")), size), Y = Bytes(Number(RequiredPart(jwk, "y")), size) },
            D = Part(jwk, "d") is { } d ? Bytes(Number(d), size) : null,
        };
    }

    private static byte[] Edwards(MapValue jwk, string name) =>
        jwk.Text("crv") == "Ed25519" && RequiredPart(jwk, name) is { Length: 32 } key
            ? key
            : throw new FunctionException("the curve of the JSON web key is not served");

    private static string Pem(string label, byte[] der)
    {
        try
        {
            return new string(PemEncoding.Write(label, der)) + "\n";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = new byte[length];
        var count = number.GetByteCount(isUnsigned: true);
        return count <= length && number.TryWriteBytes(bytes.AsSpan(length - count), out _, isUnsigned: true, isBigEndian: true)
            ? bytes
            : throw new FunctionException("the JSON web key is not valid");
    }

    private static byte[] RequiredPart(MapValue jwk, string name) => Part(jwk, name) is { Length: > 0 } part
        ? part
        : throw new FunctionException($"the JSON web key lacks the field {name}");

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
