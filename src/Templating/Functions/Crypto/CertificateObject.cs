using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Crypto;

/// <summary>What the certificate functions give: a struct of two PEM texts.</summary>
internal sealed class CertificateObject(byte[] certificate, byte[] key) : GoObject
{
    private static readonly GoType CertificateType = GoType.Named("sprig.certificate", GoKind.Struct);

    /// <summary>A parameter of this type.</summary>
    public static ParameterType Parameter { get; } = new(CertificateType);

    public override GoType Type => CertificateType;

    /// <summary>The certificate as text.</summary>
    public string Certificate => Encoding.UTF8.GetString(certificate);

    /// <summary>The key as text.</summary>
    public string Key => Encoding.UTF8.GetString(key);

    public override IReadOnlyList<(string Name, Value Value)> Fields => [("Cert", Value.Of(certificate)), ("Key", Value.Of(key))];

    public override bool TryGetField(ByteString name, out Value value)
    {
        value = name.Span.SequenceEqual("Cert"u8) ? Value.Of(certificate) : Value.Of(key);
        return name.Span.SequenceEqual("Cert"u8) || name.Span.SequenceEqual("Key"u8);
    }

    public override bool? IsEqualTo(GoObject other) => other is CertificateObject second
        && second.Certificate == Certificate
        && second.Key == Key;
}
