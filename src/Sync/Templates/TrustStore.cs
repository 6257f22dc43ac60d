using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Sync.Templates;

/// <summary>
/// Archives of certificates alone that Java takes as trust stores (RFC 7292, and the attribute that Java looks for): AES-256-CBC by PBKDF2,
/// and a mark by HMAC, all with SHA-256.
/// </summary>
internal static class TrustStore
{
    private const int Rounds = 2048;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int HashBlock = 64;

    private const string Data = "1.2.840.113549.1.7.1";
    private const string EncryptedData = "1.2.840.113549.1.7.6";
    private const string CertificateBag = "1.2.840.113549.1.12.10.1.3";
    private const string X509 = "1.2.840.113549.1.9.22.1";
    private const string FriendlyName = "1.2.840.113549.1.9.20";
    private const string TrustedUsage = "2.16.840.1.113894.746875.1.1";
    private const string AnyUsage = "2.5.29.37.0";
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Makes one.</summary>
    /// <param name="certificates">What is trusted.</param>
    /// <param name="password">The password; may be empty.</param>
    /// <param name="random">Makes salts.</param>
    public static byte[] Make(IReadOnlyList<X509Certificate2> certificates, string password, RandomFill random)
    {
        var contents = Encoded(writer =>
        {
            using (writer.PushSequence())
            {
                WriteEncrypted(writer, Bags(certificates), password, random);
            }
        });
        var salt = Random(SaltBytes, random);
        var mark = HMACSHA256.HashData(MarkKey(password, salt), contents);
        return Encoded(writer =>
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(3);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Data);
                    using (writer.PushSequence(Explicit))
                    {
                        writer.WriteOctetString(contents);
                    }
                }

                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        WriteAlgorithm(writer, Sha256);
                        writer.WriteOctetString(mark);
                    }

                    writer.WriteOctetString(salt);
                    writer.WriteInteger(Rounds);
                }
            }
        });
    }

    private static byte[] Bags(IReadOnlyList<X509Certificate2> certificates) => Encoded(writer =>
    {
        using (writer.PushSequence())
        {
            foreach (var certificate in certificates)
            {
                WriteBag(writer, certificate);
            }
        }
    });

    private static void WriteBag(AsnWriter writer, X509Certificate2 certificate)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(CertificateBag);
            using (writer.PushSequence(Explicit))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(X509);
                using (writer.PushSequence(Explicit))
                {
                    writer.WriteOctetString(certificate.RawData);
                }
            }

            using (writer.PushSetOf())
            {
                WriteAttribute(writer, FriendlyName, value => value.WriteCharacterString(
                    UniversalTagNumber.BMPString, certificate.Subject));
                WriteAttribute(writer, TrustedUsage, static value => value.WriteObjectIdentifier(AnyUsage));
            }
        }
    }

    private static void WriteAttribute(AsnWriter writer, string name, Action<AsnWriter> write)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(name);
            using (writer.PushSetOf())
            {
                write(writer);
            }
        }
    }

    private static void WriteEncrypted(AsnWriter writer, byte[] plain, string password, RandomFill random)
    {
        var (salt, iv) = (Random(SaltBytes, random), Random(16, random));
        var key = Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA256, 32);
        using var aes = Aes.Create();
        aes.Key = key;
        var sealedBytes = aes.EncryptCbc(plain, iv);
        CryptographicOperations.ZeroMemory(key);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(EncryptedData);
            using (writer.PushSequence(Explicit))
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Data);
                    WriteScheme(writer, salt, iv);
                    writer.WriteOctetString(sealedBytes, new Asn1Tag(TagClass.ContextSpecific, 0));
                }
            }
        }
    }

    private static void WriteScheme(AsnWriter writer, byte[] salt, byte[] iv)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pbes2);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Pbkdf2);
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(salt);
                        writer.WriteInteger(Rounds);
                        WriteAlgorithm(writer, HmacSha256);
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Aes256Cbc);
                    writer.WriteOctetString(iv);
                }
            }
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string name)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(name);
            writer.WriteNull();
        }
    }

    // RFC 7292, appendix B.2, with the number of keys for marks; one block of output is enough.
    private static byte[] MarkKey(string password, byte[] salt)
    {
        var secret = Repeated(Encoding.BigEndianUnicode.GetBytes(password + '\0'));
        var salted = Repeated(salt);
        var block = new byte[HashBlock + salted.Length + secret.Length];
        block.AsSpan(0, HashBlock).Fill(3);
        salted.CopyTo(block, HashBlock);
        secret.CopyTo(block, HashBlock + salted.Length);
        var digest = SHA256.HashData(block);
        for (var round = 1; round < Rounds; round++)
        {
            digest = SHA256.HashData(digest);
        }

        return digest[..HashBytes];
    }

    private static byte[] Repeated(byte[] bytes)
    {
        var repeated = new byte[(bytes.Length + HashBlock - 1) / HashBlock * HashBlock];
        for (var at = 0; at < repeated.Length; at++)
        {
            repeated[at] = bytes[at % bytes.Length];
        }

        return repeated;
    }

    private static byte[] Random(int length, RandomFill random)
    {
        var bytes = new byte[length];
        random(bytes);
        return bytes;
    }

    private static byte[] Encoded(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
