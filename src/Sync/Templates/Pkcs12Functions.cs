using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>PKCS#12 to PEM and back (spec external-secrets.md 7.1); archives have the AES-256 and SHA-256 profile.</summary>
internal static class Pkcs12Functions
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048);

    public static FunctionTable AddPkcs12(this FunctionTable table)
    {
        var text = ParameterType.String;
        return table
            .Add("pkcs12key", static (_, a) => Value.Of(KeyOf(a[0], "")), text)
            .Add("pkcs12keyPass", static (_, a) => Value.Of(KeyOf(a[1], TemplateText.Of(a[0]))), text, text)
            .Add("pkcs12cert", static (_, a) => Value.Of(CertificatesOf(a[0], "")), text)
            .Add("pkcs12certPass", static (_, a) => Value.Of(CertificatesOf(a[1], TemplateText.Of(a[0]))), text, text)
            .Add("pemToPkcs12", static (_, a) => Value.Of(Made(a[0], a[1], "", isWhole: false)), text, text)
            .Add("pemToPkcs12Pass", static (_, a) => Value.Of(Made(a[0], a[1], TemplateText.Of(a[2]), isWhole: false)), text, text, text)
            .Add("pemTruststoreToPKCS12", static (context, a) => Value.Of(Trusted(a[0], "", context)), text)
            .Add(
                "pemTruststoreToPKCS12Pass", static (context, a) => Value.Of(Trusted(a[0], TemplateText.Of(a[1]), context)), text, text)
            .Add("fullPemToPkcs12", static (_, a) => Value.Of(Made(a[0], a[1], "", isWhole: true)), text, text)
            .Add(
                "fullPemToPkcs12Pass", static (_, a) => Value.Of(Made(a[0], a[1], TemplateText.Of(a[2]), isWhole: true)),
                text, text, text);
    }

    private static string KeyOf(Value archive, string password)
    {
        var all = Load(archive, password);
        try
        {
            var one = all.FirstOrDefault(certificate => certificate.HasPrivateKey)
                ?? throw new FunctionException("unable to decode pkcs12: there is no private key");
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

    private static string Made(Value certificates, Value key, string password, bool isWhole)
    {
        var all = CertificateChain.Read(TemplateText.Of(certificates));
        try
        {
            if (all.Count == 0)
            {
                throw new FunctionException("there is no certificate");
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
            throw new FunctionException("the private key does not fit the certificate");
        }
        finally
        {
            Dispose(all);
        }
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
        try
        {
            return [.. X509CertificateLoader.LoadPkcs12Collection(
                archive.StringBytes, password, X509KeyStorageFlags.Exportable | X509KeyStorageFlags.EphemeralKeySet)];
        }
        catch (CryptographicException)
        {
            throw new FunctionException("unable to decode pkcs12 with password: pkcs12: decryption password incorrect");
        }
    }

    private static void Dispose(List<X509Certificate2> all) => all.ForEach(one => one.Dispose());
}
