using SecretsKit.Core.Documents;

namespace SecretsKit.Core.Envelope;

internal static class DocumentFormats
{
    public static DocumentCodec Plain(DocumentFormat format) => throw new NotSupportedException(format.ToString());

    public static DocumentCodec Encrypted(DocumentFormat format) => throw new NotSupportedException(format.ToString());
}
