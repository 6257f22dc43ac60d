using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto.Certificates;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Codecs;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Crypto;

/// <summary>Private keys and certificates (spec sprig.md 11).</summary>
internal static class CertificateFunctions
{
    private const int CertificateBits = 2048;
    private const int KeyBits = 4096;

    private static P Issuer => CertificateObject.Parameter;

    public static FunctionTable AddCertificates(this FunctionTable table) => table
        .Add("genPrivateKey", static (c, a) => Value.Of(GenerateKey(c, Text(a[0]))), P.String)
        .Add("genCA", static (c, a) => Authority(c, a[0], a[1], NewKey(c)), P.String, P.Int)
        .Add("genCAWithKey", static (c, a) => Authority(c, a[0], a[1], Given(c, a[2])), P.String, P.Int, P.String)
        .Add("genSelfSignedCert", static (c, a) => Leaf(c, a, null, NewKey(c)), P.String, P.List, P.List, P.Int)
        .Add("genSelfSignedCertWithKey", static (c, a) => Leaf(c, a, null, Given(c, a[4])), P.String, P.List, P.List, P.Int, P.String)
        .Add("genSignedCert", static (c, a) => Leaf(c, a, a[4].AsObject, NewKey(c)), P.String, P.List, P.List, P.Int, Issuer)
        .Add(
            "genSignedCertWithKey",
            static (c, a) => Leaf(c, a, a[4].AsObject, Given(c, a[5])),
            P.String,
            P.List,
            P.List,
            P.Int,
            Issuer,
            P.String)
        .Add("buildCustomCert", static (c, a) => Build(c, a[0].StringBytes, a[1].StringBytes), P.String, P.String);

    private static string GenerateKey(CallContext context, string type)
    {
        context.Spend(type switch
        {
            "" or "rsa" => CryptoCosts.Rsa4096,
            "dsa" => CryptoCosts.Dsa,
            _ => CryptoCosts.Curve,
        });
        if (type == "dsa")
        {
            return context.Keys.DsaPem();
        }

        using var key = type switch
        {
            "" or "rsa" => context.Keys.Rsa(KeyBits),
            "ecdsa" => context.Keys.Ecdsa(),
            "ed25519" => SigningKeys.GenerateEd25519(context.Random),
            _ => null,
        };
        return key?.ToPem() ?? $"Unknown type {type}";
    }

    private static SigningKey NewKey(CallContext context)
    {
        context.Spend(CryptoCosts.Rsa2048);
        return context.Keys.Rsa(CertificateBits);
    }

    private static SigningKey Given(CallContext context, Value pem) => Parse(context, "parsing private key", Text(pem));

    private static SigningKey Parse(CallContext context, string what, string pem)
    {
        context.Spend(CryptoCosts.Reading(pem.Length));
        try
        {
            return SigningKeys.Parse(pem);
        }
        catch (CryptographicException e)
        {
            throw new FunctionException($"{what}: {e.Message}");
        }
    }

    private static Value Authority(CallContext context, Value name, Value days, SigningKey key)
    {
        using (key)
        {
            return Finish(context, Template(context, name, days) with { IsAuthority = true }, key, null, key);
        }
    }

    private static Value Leaf(CallContext context, ReadOnlySpan<Value> arguments, GoObject? issuer, SigningKey key)
    {
        using (key)
        {
            var template = Template(context, arguments[0], arguments[3]) with
            {
                Addresses = AlternativeNames.Addresses(arguments[1].AsList!),
                Names = AlternativeNames.Hosts(arguments[2].AsList!),
            };
            if (issuer is not CertificateObject authority)
            {
                return Finish(context, template, key, null, key);
            }

            var known = ReadIssuer(authority.Certificate, "decodedSignerCert");
            using var signer = Parse(context, "error parsing private key", authority.Key);
            return Finish(context, template, key, known, signer);
        }
    }

    private static Value Finish(
        CallContext context, CertificateTemplate template, SigningKey key, CertificateIssuer? issuer, SigningKey signer)
    {
        context.Spend(CryptoCosts.Signature(signer.Bits));
        var certificate = CertificateWriter.Create(template, key, issuer, signer, context.Random);
        return Value.Of(new CertificateObject(Encoding.ASCII.GetBytes(certificate), Encoding.ASCII.GetBytes(key.ToPem())));
    }

    // A day is 24 hours here; beyond three centuries the number of nanoseconds wraps, as in Go.
    private static CertificateTemplate Template(CallContext context, Value name, Value days)
    {
        var now = context.Clock.GetUtcNow();
        var lifetime = unchecked(24 * GoDuration.Hour * days.Bits);
        return new() { CommonName = Text(name), NotBefore = now, NotAfter = now.AddTicks(lifetime / 100) };
    }

    private static Value Build(CallContext context, ReadOnlySpan<byte> certificateText, ReadOnlySpan<byte> keyText)
    {
        var certificate = Base64Text.Decode(certificateText, out _) ?? throw new FunctionException("unable to decode base64 certificate");
        var key = Base64Text.Decode(keyText, out _) ?? throw new FunctionException("unable to decode base64 private key");
        _ = ReadIssuer(Encoding.UTF8.GetString(certificate), "decodedCert");
        Parse(context, "error parsing private key", Encoding.UTF8.GetString(key)).Dispose();
        return Value.Of(new CertificateObject(certificate, key));
    }

    private static CertificateIssuer ReadIssuer(string pem, string variable)
    {
        try
        {
            return CertificateIssuer.Parse(pem) ?? throw new FunctionException("unable to decode certificate");
        }
        catch (CryptographicException)
        {
            throw new FunctionException($"error parsing certificate: {variable}.Bytes: x509: malformed certificate");
        }
    }

    private static string Text(Value value) => Encoding.UTF8.GetString(value.StringBytes);
}
