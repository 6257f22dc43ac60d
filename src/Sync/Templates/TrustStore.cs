using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Sync.Templates;

/// <summary>Archives of certificates alone that Java takes as trust stores, by the attribute that it looks for.</summary>
internal static class TrustStore
{
    private const string TrustedUsage = "2.16.840.1.113894.746875.1.1";
    private const string AnyUsage = "2.5.29.37.0";

    /// <summary>Makes one.</summary>
    /// <param name="certificates">What is trusted.</param>
    /// <param name="password">The password; may be empty.</param>
    /// <param name="random">Makes salts.</param>
    public static byte[] Make(IReadOnlyList<X509Certificate2> certificates, string password, RandomFill random) =>
        new Pkcs12Writer(password, random).Make(writer =>
        {
            foreach (var certificate in certificates)
            {
                Pkcs12Writer.WriteCertificate(writer, certificate, attributes =>
                {
                    Pkcs12Writer.WriteAttribute(attributes, Pkcs12Names.FriendlyName, value => value.WriteCharacterString(
                        UniversalTagNumber.BMPString, certificate.Subject));
                    Pkcs12Writer.WriteAttribute(attributes, TrustedUsage, static value => value.WriteObjectIdentifier(AnyUsage));
                });
            }
        });
}
