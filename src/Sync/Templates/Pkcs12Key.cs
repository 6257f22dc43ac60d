using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SecretsKit.Sync.Templates;

/// <summary>Reads the key of an archive (RFC 7292) where the platform does not know its kind. The mark is not checked here.</summary>
internal static class Pkcs12Key
{
    // What the platform allows.
    private const int MostRounds = 300_000;

    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The first private key as PKCS#8; null without one that can be read.</summary>
    /// <exception cref="CryptographicException">The password is wrong.</exception>
    /// <exception cref="AsnContentException">This is no archive.</exception>
    public static byte[]? Find(byte[] archive, string password)
    {
        var whole = Reader(archive).ReadSequence();
        _ = whole.ReadInteger();
        var content = whole.ReadSequence();
        _ = content.ReadObjectIdentifier();
        var parts = Reader(content.ReadSequence(Explicit).ReadOctetString()).ReadSequence();
        while (parts.HasData)
        {
            if (Plain(parts.ReadSequence(), password) is { } bags && FindIn(Reader(bags).ReadSequence(), password) is { } key)
            {
                return key;
            }
        }

        return null;
    }

    private static byte[]? FindIn(AsnReader bags, string password)
    {
        while (bags.HasData)
        {
            var bag = bags.ReadSequence();
            var kind = bag.ReadObjectIdentifier();
            var value = bag.ReadSequence(Explicit);
            if (kind == Pkcs12Names.KeyBag)
            {
                return value.ReadEncodedValue().ToArray();
            }

            if (kind == Pkcs12Names.SealedKeyBag)
            {
                var key = value.ReadSequence();
                return Open(key.ReadSequence(), key.ReadOctetString(), password);
            }
        }

        return null;
    }

    private static byte[]? Plain(AsnReader part, string password)
    {
        if (part.ReadObjectIdentifier() == Pkcs12Names.Data)
        {
            return part.ReadSequence(Explicit).ReadOctetString();
        }

        var encrypted = part.ReadSequence(Explicit).ReadSequence();
        _ = encrypted.ReadInteger();
        var content = encrypted.ReadSequence();
        _ = content.ReadObjectIdentifier();
        return Open(content.ReadSequence(), content.ReadOctetString(new Asn1Tag(TagClass.ContextSpecific, 0)), password);
    }

    // Null for a cipher that is not known: certificates have more of them than keys.
    private static byte[]? Open(AsnReader algorithm, byte[] bytes, string password)
    {
        var name = algorithm.ReadObjectIdentifier();
        var settings = algorithm.ReadSequence();
        if (name == Pkcs12Names.Pbes2)
        {
            return OpenModern(settings, bytes, password);
        }

        if (name != Pkcs12Names.TripleDes)
        {
            return null;
        }

        var (salt, rounds) = (settings.ReadOctetString(), Rounds(settings));
#pragma warning disable CA5350 // Read alone: archives of OpenSSL before 3.0 have nothing else.
        using var cipher = TripleDES.Create();
#pragma warning restore CA5350
        cipher.Key = Pkcs12Kdf.Derive(HashAlgorithmName.SHA1, Pkcs12Kdf.Purpose.Key, password, salt, rounds, 24);
        return cipher.DecryptCbc(bytes, Pkcs12Kdf.Derive(HashAlgorithmName.SHA1, Pkcs12Kdf.Purpose.Vector, password, salt, rounds, 8));
    }

    private static byte[]? OpenModern(AsnReader settings, byte[] bytes, string password)
    {
        var (derivation, cipher) = (settings.ReadSequence(), settings.ReadSequence());
        var length = cipher.ReadObjectIdentifier() switch
        {
            Pkcs12Names.Aes128Cbc => 16,
            Pkcs12Names.Aes192Cbc => 24,
            Pkcs12Names.Aes256Cbc => 32,
            _ => 0,
        };
        if (length == 0 || derivation.ReadObjectIdentifier() != Pkcs12Names.Pbkdf2)
        {
            return null;
        }

        var how = derivation.ReadSequence();
        var (salt, rounds) = (how.ReadOctetString(), Rounds(how));
        if (how.HasData && how.PeekTag() == Asn1Tag.Integer)
        {
            _ = how.ReadInteger();
        }

        HashAlgorithmName? hash = (how.HasData ? how.ReadSequence().ReadObjectIdentifier() : Pkcs12Names.HmacSha1) switch
        {
            Pkcs12Names.HmacSha1 => HashAlgorithmName.SHA1,
            Pkcs12Names.HmacSha256 => HashAlgorithmName.SHA256,
            Pkcs12Names.HmacSha384 => HashAlgorithmName.SHA384,
            Pkcs12Names.HmacSha512 => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (hash is not { } known)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, known, length);
        return aes.DecryptCbc(bytes, cipher.ReadOctetString());
    }

    private static int Rounds(AsnReader settings) =>
        settings.TryReadInt32(out var rounds) && rounds is > 0 and <= MostRounds
            ? rounds
            : throw new CryptographicException("the password is hashed too often");

    private static AsnReader Reader(byte[] bytes) => new(bytes, AsnEncodingRules.BER);
}
