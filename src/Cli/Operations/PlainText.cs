using System.Buffers;
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
        var text = new ArrayBufferWriter<byte>();
        plain.Write(format, text, layout);
        return text.WrittenSpan.ToArray();
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
                var written = new ArrayBufferWriter<byte>();
                DocumentFormats.Plain(format).WriteValue(value, written, layout);
                return written.WrittenSpan.ToArray();
        }
    }
}
