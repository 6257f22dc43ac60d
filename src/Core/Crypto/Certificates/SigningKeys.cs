using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>Makes and reads private keys. The randomness of RSA and ECDSA is the platform's.</summary>
public static class SigningKeys
{
    private const string Suffix = " PRIVATE KEY";

    /// <summary>A new RSA key. Takes some tenths of a second for 2048 bits and seconds for 4096.</summary>
    public static SigningKey GenerateRsa(int bits) => new RsaSigningKey(RSA.Create(bits));

    /// <summary>A new ECDSA key on the curve P-256.</summary>
    public static SigningKey GenerateEcdsa() => new EcdsaSigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>A new Ed25519 key.</summary>
    public static SigningKey GenerateEd25519(RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var seed = new byte[Ed25519Conversion.Size];
        random(seed);
        return new Ed25519SigningKey(seed);
    }

    /// <summary>A new DSA key of 2048 bits as PEM, in the form of OpenSSL. It signs no certificates.</summary>
    public static string GenerateDsaPem()
    {
        using var key = DSA.Create(2048);
        var numbers = key.ExportParameters(includePrivateParameters: true);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (var number in new[] { numbers.P, numbers.Q, numbers.G, numbers.Y, numbers.X })
            {
                writer.WriteIntegerUnsigned(number.AsSpan().TrimStart((byte)0));
            }
        }

        return PemEncoding.WriteString("DSA" + Suffix, writer.Encode()) + "\n";
    }

    /// <summary>Reads the first key of a PEM text.</summary>
    /// <exception cref="CryptographicException">There is none that can be used; the message does not quote the text.</exception>
    public static SigningKey Parse(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            throw new CryptographicException("no PEM data in input");
        }

        var label = pem[fields.Label];
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        try
        {
            return label switch
            {
                "PRIVATE KEY" => Read("decoding PEM as PKCS#8", der, ReadPkcs8),
                "RSA PRIVATE KEY" => Read("parsing RSA private key from PEM", der, ReadRsa),
                "EC PRIVATE KEY" => Read("parsing EC private key from PEM", der, ReadEcdsa),
                _ when label.EndsWith(Suffix, StringComparison.Ordinal) =>
                    throw new CryptographicException($"invalid private key type {label}"),
                _ => throw new CryptographicException($"no private key data in PEM block of type {label}"),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static SigningKey Read(string what, byte[] der, Func<byte[], SigningKey> read)
    {
        try
        {
            return read(der);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException)
        {
            throw new CryptographicException($"{what}: malformed key", e);
        }
    }

    private static RsaSigningKey ReadRsa(byte[] der)
    {
        var key = RSA.Create();
        key.ImportRSAPrivateKey(der, out _);
        return new(key);
    }

    private static EcdsaSigningKey ReadEcdsa(byte[] der)
    {
        var key = ECDsa.Create();
        key.ImportECPrivateKey(der, out _);
        return new(key);
    }

    private static SigningKey ReadPkcs8(byte[] der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        sequence.ReadInteger();
        switch (sequence.ReadSequence().ReadObjectIdentifier())
        {
            case Ed25519SigningKey.Algorithm:
                var seed = new AsnReader(sequence.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString();
                return seed.Length == Ed25519Conversion.Size
                    ? new Ed25519SigningKey(seed)
                    : throw new CryptographicException("wrong length");
            case "1.2.840.10045.2.1":
                var curve = ECDsa.Create();
                curve.ImportPkcs8PrivateKey(der, out _);
                return new EcdsaSigningKey(curve);
            default:
                var key = RSA.Create();
                key.ImportPkcs8PrivateKey(der, out _);
                return new RsaSigningKey(key);
        }
    }
}
