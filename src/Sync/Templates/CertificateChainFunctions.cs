using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Sync.Templates;

/// <summary>
/// Parts of chains of certificates, and the names in a certificate (spec external-secrets.md 7.1). Nothing is trusted here.
/// </summary>
internal static class CertificateChainFunctions
{
    private const string AlternativeNames = "2.5.29.17";

    public static FunctionTable AddChains(this FunctionTable table) => table
        .Add("filterCertChain", static (_, a) => Value.Of(Filter(TemplateText.Of(a[0]), TemplateText.Of(a[1]))),
            ParameterType.String, ParameterType.String)
        .Add("certSANs", static (_, a) => Names(TemplateText.Of(a[0])), ParameterType.String);

    private static string Filter(string which, string text)
    {
        var certificates = CertificateChain.Read(text);
        try
        {
            var leaves = certificates
                .Where(one => !CertificateChain.IsRoot(one)
                    && !certificates.Any(other => other != one && CertificateChain.Issued(one, other)))
                .ToList();
            if (leaves.Count > 1)
            {
                throw new FunctionException("the chain has more than one leaf certificate");
            }

            var chain = CertificateChain.Ordered(certificates);
            return Pem(which switch
            {
                "leaf" => leaves,
                "root" => chain.Where(CertificateChain.IsRoot),
                "intermediate" => chain.Where(one => !CertificateChain.IsRoot(one) && !leaves.Contains(one)),
                _ => throw new FunctionException($"unknown certificate type {which}"),
            });
        }
        finally
        {
            certificates.ForEach(one => one.Dispose());
        }
    }

    private static string Pem(IEnumerable<X509Certificate2> certificates)
    {
        var text = new StringBuilder();
        foreach (var one in certificates)
        {
            text.Append(one.ExportCertificatePem()).Append('\n');
        }

        return text.ToString();
    }

    // Host names, addresses, mail addresses, URIs: in that order, whatever the order in the certificate.
    private static Value Names(string text)
    {
        var certificates = CertificateChain.Read(text);
        try
        {
            var first = certificates.FirstOrDefault() ?? throw new FunctionException("there is no certificate");
            List<string> hosts = [], addresses = [], mails = [], uris = [];
            if (CertificateChain.Extension(first, AlternativeNames) is { } data)
            {
                for (var reader = new AsnReader(data, AsnEncodingRules.DER).ReadSequence(); reader.HasData;)
                {
                    var tag = reader.PeekTag();
                    switch (tag.TagValue)
                    {
                        case 1:
                            mails.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                            break;
                        case 2:
                            hosts.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                            break;
                        case 6:
                            uris.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                            break;
                        case 7:
                            addresses.Add(new IPAddress(reader.ReadOctetString(tag)).ToString());
                            break;
                        default:
                            reader.ReadEncodedValue();
                            break;
                    }
                }
            }

            Value[] names = [.. hosts.Concat(addresses).Concat(mails).Concat(uris).Select(name => Value.Of(name))];
            return Value.Of(new ListValue(names, GoType.StringSlice));
        }
        catch (AsnContentException)
        {
            throw new FunctionException("the certificate is not valid");
        }
        finally
        {
            certificates.ForEach(one => one.Dispose());
        }
    }
}
