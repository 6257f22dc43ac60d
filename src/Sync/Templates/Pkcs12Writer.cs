using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Sync.Templates;

/// <summary>
/// Writes archives (RFC 7292), as the platform does not for trust stores and for keys that it does not know: AES-256-CBC by PBKDF2, and a
/// mark by HMAC, all with SHA-256.
/// </summary>
/// <param name="password">The password; may be empty.</param>
/// <param name="random">Makes salts.</param>
internal sealed class Pkcs12Writer(string password, RandomFill random)
{
    private const int Rounds = 2048;
    private const int SaltBytes = 16;

    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Makes an archive.</summary>
    /// <param name="certificates">Writes certificates, each by <see cref="WriteCertificate"/>.</param>
    /// <param name="key">The private key of the first, as PKCS#8; null for none.</param>
    public byte[] Make(Action<AsnWriter> certificates, byte[]? key = null)
    {
        var contents = Sequence(writer =>
        {
            WriteContent(writer, Pkcs12Names.EncryptedData, content =>
            {
                using (content.PushSequence())
                {
                    content.WriteInteger(0);
                    using (content.PushSequence())
                    {
                        content.WriteObjectIdentifier(Pkcs12Names.Data);
                        content.WriteOctetString(Seal(content, Sequence(certificates)), new Asn1Tag(TagClass.ContextSpecific, 0));
                    }
                }
            });
            if (key is not null)
            {
                WriteContent(writer, Pkcs12Names.Data, content => content.WriteOctetString(Sequence(bags => WriteKey(bags, key))));
            }
        });
        var salt = Random(SaltBytes);
        var markKey = Pkcs12Kdf.Derive(
            HashAlgorithmName.SHA256, Pkcs12Kdf.Purpose.Mark, password, salt, Rounds, HMACSHA256.HashSizeInBytes);
        return Sequence(writer =>
        {
            writer.WriteInteger(3);
            WriteContent(writer, Pkcs12Names.Data, content => content.WriteOctetString(contents));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    WriteAlgorithm(writer, Pkcs12Names.Sha256);
                    writer.WriteOctetString(HMACSHA256.HashData(markKey, contents));
                }

                writer.WriteOctetString(salt);
                writer.WriteInteger(Rounds);
            }
        });
    }

    /// <summary>Writes a certificate.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="certificate">It.</param>
    /// <param name="attributes">Writes what is said of it, by <see cref="WriteAttribute"/>; null for nothing.</param>
    public static void WriteCertificate(AsnWriter writer, X509Certificate2 certificate, Action<AsnWriter>? attributes) =>
        WriteBag(writer, Pkcs12Names.CertificateBag, bag =>
        {
            using (bag.PushSequence())
            {
                bag.WriteObjectIdentifier(Pkcs12Names.X509);
                using (bag.PushSequence(Explicit))
                {
                    bag.WriteOctetString(certificate.RawData);
                }
            }
        }, attributes);

    /// <summary>Writes what is said of a certificate or key.</summary>
    public static void WriteAttribute(AsnWriter writer, string name, Action<AsnWriter> write)
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

    /// <summary>Says that the key and a certificate belong together.</summary>
    public static void WriteIsOfKey(AsnWriter writer) =>
        WriteAttribute(writer, Pkcs12Names.LocalKeyId, static value => value.WriteOctetString([1]));

    private void WriteKey(AsnWriter bags, byte[] key) => WriteBag(bags, Pkcs12Names.SealedKeyBag, bag =>
    {
        using (bag.PushSequence())
        {
            bag.WriteOctetString(Seal(bag, key));
        }
    }, WriteIsOfKey);

    private static void WriteBag(AsnWriter writer, string name, Action<AsnWriter> write, Action<AsnWriter>? attributes)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(name);
            using (writer.PushSequence(Explicit))
            {
                write(writer);
            }

            if (attributes is not null)
            {
                using (writer.PushSetOf())
                {
                    attributes(writer);
                }
            }
        }
    }

    private static void WriteContent(AsnWriter writer, string name, Action<AsnWriter> write)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(name);
            using (writer.PushSequence(Explicit))
            {
                write(writer);
            }
        }
    }

    // Writes how, and gives what.
    private byte[] Seal(AsnWriter writer, byte[] plain)
    {
        var (salt, iv) = (Random(SaltBytes), Random(16));
        var key = Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA256, 32);
        using var aes = Aes.Create();
        aes.Key = key;
        CryptographicOperations.ZeroMemory(key);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Pkcs12Names.Pbes2);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Pkcs12Names.Pbkdf2);
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(salt);
                        writer.WriteInteger(Rounds);
                        WriteAlgorithm(writer, Pkcs12Names.HmacSha256);
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Pkcs12Names.Aes256Cbc);
                    writer.WriteOctetString(iv);
                }
            }
        }

        return aes.EncryptCbc(plain, iv);
    }

    private static void WriteAlgorithm(AsnWriter writer, string name)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(name);
            writer.WriteNull();
        }
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        random(bytes);
        return bytes;
    }

    private static byte[] Sequence(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            write(writer);
        }

        return writer.Encode();
    }
}
