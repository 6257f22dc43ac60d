using System.Formats.Asn1;

namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>Small pieces of DER.</summary>
internal static class Der
{
    public static byte[] Algorithm(string identifier, bool withNull)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (withNull)
            {
                writer.WriteNull();
            }
        }

        return writer.Encode();
    }
}
