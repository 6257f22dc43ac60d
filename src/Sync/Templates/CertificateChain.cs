using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>Certificates of PEM, and who issued whom by the identifiers of their keys.</summary>
internal static class CertificateChain
{
    private const string KeyIdentifier = "2.5.29.14";
    private const string AuthorityIdentifier = "2.5.29.35";

    /// <summary>From the leaf to the root, by the identifiers of keys; as they came if they are no chain.</summary>
    public static List<X509Certificate2> Ordered(List<X509Certificate2> certificates)
    {
        var leaves = certificates.Where(one => !certificates.Any(other => other != one && Issued(one, other))).ToList();
        if (certificates.Count < 2 || leaves.Count != 1)
        {
            return certificates;
        }

        List<X509Certificate2> chain = [leaves[0]];
        while (chain.Count < certificates.Count
            && certificates.FirstOrDefault(other => !chain.Contains(other) && Issued(other, chain[^1])) is { } issuer)
        {
            chain.Add(issuer);
        }

        return chain.Count == certificates.Count ? chain : certificates;
    }

    /// <summary>The certificates of a text; other blocks are passed over.</summary>
    public static List<X509Certificate2> Read(string text)
    {
        var certificates = new List<X509Certificate2>();
        try
        {
            while (PemEncoding.TryFind(text, out var fields))
            {
                if (text[fields.Label] == "CERTIFICATE")
                {
                    certificates.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text[fields.Base64Data])));
                }

                text = text[fields.Location.End..];
            }

            return certificates;
        }
        catch (CryptographicException)
        {
            certificates.ForEach(one => one.Dispose());
            throw new FunctionException("the certificate is not valid");
        }
    }

    /// <summary>Whether it issued itself.</summary>
    public static bool IsRoot(X509Certificate2 one) => one.SubjectName.RawData.AsSpan().SequenceEqual(one.IssuerName.RawData)
        && (AuthorityOf(one) is not { } authority || (IdentifierOf(one) is { } own && authority.AsSpan().SequenceEqual(own)));

    /// <summary>Whether one issued another.</summary>
    public static bool Issued(X509Certificate2 issuer, X509Certificate2 one) =>
        IdentifierOf(issuer) is { } identifier && AuthorityOf(one) is { } authority && identifier.AsSpan().SequenceEqual(authority);

    private static byte[]? IdentifierOf(X509Certificate2 one) =>
        Extension(one, KeyIdentifier) is { } data ? AsnDecoder.ReadOctetString(data, AsnEncodingRules.DER, out _) : null;

    private static byte[]? AuthorityOf(X509Certificate2 one)
    {
        if (Extension(one, AuthorityIdentifier) is not { } data)
        {
            return null;
        }

        var tag = new Asn1Tag(TagClass.ContextSpecific, 0);
        var reader = new AsnReader(data, AsnEncodingRules.DER).ReadSequence();
        return reader.HasData && reader.PeekTag() == tag ? reader.ReadOctetString(tag) : null;
    }

    /// <summary>The content of an extension, or null.</summary>
    public static byte[]? Extension(X509Certificate2 one, string oid) =>
        one.Extensions.FirstOrDefault(extension => extension.Oid?.Value == oid)?.RawData;
}
