using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;

namespace SecretsKit.Cli.Operations;

/// <summary>Decrypted values as text.</summary>
internal static class PlainText
{
    /// <summary>A whole file.</summary>
    /// <exception cref="DocumentException">The format cannot carry the values.</exception>
    public static byte[] Of(PlainFile plain, DocumentFormat format, WriteOptions layout)
    {
        using var text = new OutputBuffer();
        plain.Write(format, text, layout);
        return text.ToArray();
    }

    /// <summary>One part of a file: a string as it is, anything else in the file's format.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">The path leads nowhere.</exception>
    public static byte[] OfPart(PlainFile plain, TreePath path, DocumentFormat format, WriteOptions layout)
    {
        switch (path.Find(plain.Tree.Branches[0]))
        {
            case MapNode map:
                // The reference replaces the first document by the part and prints the others behind it.
                return Of(new PlainFile(new([map, .. plain.Tree.Branches.Skip(1)])), format, layout);
            case StringNode text:
                return text.Value.Span.ToArray();
            case var value:
                return OfValue(value, format, layout);
        }
    }

    private static byte[] OfValue(Node value, DocumentFormat format, WriteOptions layout)
    {
        using var text = new OutputBuffer();
        DocumentFormats.Plain(format).WriteValue(value, text, layout);
        return text.ToArray();
    }
}
