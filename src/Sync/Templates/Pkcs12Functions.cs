using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Crypto.Certificates;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>PKCS#12 to PEM and back (spec external-secrets.md 7.1); archives have the AES-256 and SHA-256 profile.</summary>
internal static class Pkcs12Functions
{
    private const string Ed25519 = "1.3.101.112";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048);

    public static FunctionTable AddPkcs12(this FunctionTable table)
    {
        var text = ParameterType.String;
        return table
            .Add("pkcs12key", static (_, a) => Value.Of(KeyOf(a[0], "")), text)
            .Add("pkcs12keyPass", static (_, a) => Value.Of(KeyOf(a[1], TemplateText.Of(a[0]))), text, text)
            .Add("pkcs12cert", static (_, a) => Value.Of(CertificatesOf(a[0], "")), text)
            .Add("pkcs12certPass", static (_, a) => Value.Of(CertificatesOf(a[1], TemplateText.Of(a[0]))), text, text)
            .Add("pemToPkcs12", static (context, a) => Value.Of(Made(a[0], a[1], "", isWhole: false, context)), text, text)
            .Add(
                "pemToPkcs12Pass", static (context, a) => Value.Of(Made(a[0], a[1], TemplateText.Of(a[2]), isWhole: false, context)),
                text, text, text)
            .Add("pemTruststoreToPKCS12", static (context, a) => Value.Of(Trusted(a[0], "", context)), text)
            .Add(
                "pemTruststoreToPKCS12Pass", static (context, a) => Value.Of(Trusted(a[0], TemplateText.Of(a[1]), context)), text, text)
            .Add("fullPemToPkcs12", static (context, a) => Value.Of(Made(a[0], a[1], "", isWhole: true, context)), text, text)
            .Add(
                "fullPemToPkcs12Pass", static (context, a) => Value.Of(Made(a[0], a[1], TemplateText.Of(a[2]), isWhole: true, context)),
                text, text, text);
    }

    private static string KeyOf(Value archive, string password)
    {
        var all = Load(archive, password);
        try
        {
            var one = all.FirstOrDefault(certificate => certificate.HasPrivateKey);
            if (one is null)
            {
                return OtherKeyOf(archive, password);
            }

            using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)one.GetRSAPrivateKey() ?? one.GetECDsaPrivateKey();
            return key is null
                ? throw new FunctionException("unable to decode pkcs12: the private key is of another type")
                : ExportableCopy(key) + "\n";
        }
        finally
        {
            Dispose(all);
        }
    }

    // The platform does not know Ed25519.
    private static string OtherKeyOf(Value archive, string password)
    {
        byte[]? key;
        try
        {
            key = Pkcs12Key.Find(archive.StringBytes.ToArray(), password);
        }
        catch (Exception failure) when (failure is CryptographicException or AsnContentException or ArgumentException)
        {
            throw new FunctionException("unable to decode pkcs12: the private key cannot be read");
        }

        if (key is null)
        {
            throw new FunctionException("unable to decode pkcs12: there is no private key");
        }

        try
        {
            using var parsed = SigningKeys.Parse(PemEncoding.WriteString("PRIVATE KEY", key));
            return parsed.ToPem();
        }
        catch (CryptographicException)
        {
            throw new FunctionException("unable to decode pkcs12: the private key is of another type");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    // Keys of archives can be read encrypted alone on some platforms.
    private static string ExportableCopy(AsymmetricAlgorithm key)
    {
        var password = "copy"u8;
        var sealedKey = key.ExportEncryptedPkcs8PrivateKey(password, new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1));
        using AsymmetricAlgorithm copy = key is RSA ? RSA.Create() : ECDsa.Create();
        copy.ImportEncryptedPkcs8PrivateKey(password, sealedKey, out _);
        return copy.ExportPkcs8PrivateKeyPem();
    }

    private static string CertificatesOf(Value archive, string password)
    {
        var all = Load(archive, password);
        try
        {
            var text = new StringBuilder();
            foreach (var one in CertificateChain.Ordered(all))
            {
                text.Append(one.ExportCertificatePem()).Append('\n');
            }

            return text.ToString();
        }
        finally
        {
            Dispose(all);
        }
    }

    private static string Made(Value certificates, Value key, string password, bool isWhole, CallContext context)
    {
        var all = CertificateChain.Read(TemplateText.Of(certificates));
        try
        {
            if (all.Count == 0)
            {
                throw new FunctionException("there is no certificate");
            }

            if (all[0].GetKeyAlgorithm() == Ed25519)
            {
                return Convert.ToBase64String(OfEd25519(isWhole ? all : all[..1], TemplateText.Of(key), password, context));
            }

            using var leaf = WithKey(all[0], TemplateText.Of(key));
            var collection = new X509Certificate2Collection(leaf);
            if (isWhole)
            {
                collection.AddRange(all.Skip(1).ToArray());
            }

            return Convert.ToBase64String(collection.ExportPkcs12(Encryption, password));
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw new FunctionException("the key does not fit the leaf cert");
        }
        finally
        {
            Dispose(all);
        }
    }

    private static byte[] OfEd25519(List<X509Certificate2> certificates, string pem, string password, CallContext context)
    {
        using var parsed = SigningKeys.Parse(pem);
        if (!parsed.PublicKeyInfo.AsSpan().SequenceEqual(certificates[0].PublicKey.ExportSubjectPublicKeyInfo()))
        {
            throw new CryptographicException();
        }

        var text = parsed.ToPem();
        var key = Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
        return new Pkcs12Writer(password, context.Random).Make(writer =>
        {
            foreach (var certificate in certificates)
            {
                Pkcs12Writer.WriteCertificate(writer, certificate, certificate == certificates[0] ? Pkcs12Writer.WriteIsOfKey : null);
            }
        }, key);
    }

    private static string Trusted(Value certificates, string password, CallContext context)
    {
        var all = CertificateChain.Read(TemplateText.Of(certificates));
        try
        {
            return all.Count > 0
                ? Convert.ToBase64String(TrustStore.Make(all, password, context.Random))
                : throw new FunctionException("there is no certificate");
        }
        finally
        {
            Dispose(all);
        }
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, string pem)
    {
        if (certificate.GetKeyAlgorithm() == "1.2.840.10045.2.1")
        {
            using var elliptic = ECDsa.Create();
            elliptic.ImportFromPem(pem);
            return certificate.CopyWithPrivateKey(elliptic);
        }

        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return certificate.CopyWithPrivateKey(rsa);
    }

    private static List<X509Certificate2> Load(Value archive, string password)
    {
        const X509KeyStorageFlags Flags = X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet;
        try
        {
            return [.. X509CertificateLoader.LoadPkcs12Collection(archive.StringBytes, password, Flags)];
        }
        catch (CryptographicException)
        {
            return LoadWithoutKeys(archive, password);
        }
    }

    // A key of a kind that the platform does not know is no reason to refuse the certificates.
    private static List<X509Certificate2> LoadWithoutKeys(Value archive, string password)
    {
        try
        {
            return
            [
                .. X509CertificateLoader.LoadPkcs12Collection(
                    archive.StringBytes, password, X509KeyStorageFlags.EphemeralKeySet, new() { IgnorePrivateKeys = true }),
            ];
        }
        catch (CryptographicException)
        {
            throw new FunctionException("unable to decode pkcs12 with password: pkcs12: decryption password incorrect");
        }
    }

    private static void Dispose(List<X509Certificate2> all) => all.ForEach(one => one.Dispose());
}
