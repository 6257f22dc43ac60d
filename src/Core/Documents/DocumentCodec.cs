using System.Buffers;

namespace SecretsKit.Core.Documents;

/// <summary>How a tree is written.</summary>
public sealed record WriteOptions
{
    /// <summary>The defaults of every format.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>Spaces per level, or <see langword="null"/> for the format's default: YAML 4, JSON one tab (also -1).</summary>
    public int? Indent { get; init; }

    /// <summary>
    /// A text of the same values whose layout is kept as far as the format allows: for YAML indentation, the first <c>---</c> and empty
    /// lines. Lent: it must not change while something is written. Default: none.
    /// </summary>
    public ReadOnlyMemory<byte> Model { get; init; }
}

/// <summary>Reads and writes one format. Stateless and safe for concurrent use.</summary>
public abstract class DocumentCodec
{
    /// <summary>Parses a whole file. Knows nothing of encryption: SOPS metadata are ordinary entries here.</summary>
    /// <param name="text">The file's bytes; the tree may refer to them, so they must not change.</param>
    /// <param name="limits">Bounds on size, depth and expansion.</param>
    /// <exception cref="DocumentException">The text is malformed or exceeds a limit. The message never quotes a value.</exception>
    public abstract DocumentTree Read(ReadOnlyMemory<byte> text, DocumentLimits limits);

    /// <summary>Writes a whole file.</summary>
    /// <exception cref="DocumentException">The tree holds something that the format cannot carry.</exception>
    public abstract void Write(DocumentTree tree, IBufferWriter<byte> output, WriteOptions options);

    /// <summary>
    /// Writes one value as <c>--extract</c> prints it when it is not a map or a string (spec sops.md part 6, "Extracted value").
    /// </summary>
    /// <exception cref="DocumentException">The format cannot print this kind of value.</exception>
    public abstract void WriteValue(Node value, IBufferWriter<byte> output, WriteOptions options);
}
