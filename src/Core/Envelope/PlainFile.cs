using System.Buffers;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Envelope.Walk;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope;

/// <summary>A file that is not encrypted, or no longer. Its values are secret.</summary>
/// <param name="tree">The values; given away.</param>
public sealed class PlainFile(DocumentTree tree)
{
    /// <summary>The values. Commands may change them before they encrypt.</summary>
    public DocumentTree Tree { get; } = tree;

    /// <summary>Reads a file that is not encrypted.</summary>
    /// <param name="text">The file's bytes; must not change while the result is in use.</param>
    /// <param name="format">Its format.</param>
    /// <param name="limits">Bounds; <see langword="null"/> for the default ones.</param>
    /// <exception cref="DocumentException">The text is malformed.</exception>
    public static PlainFile Load(ReadOnlyMemory<byte> text, DocumentFormat format, DocumentLimits? limits = null) =>
        new(DocumentFormats.Plain(format).Read(text, limits ?? DocumentLimits.Default));

    /// <summary>Refuses what cannot become an encrypted file: no document, or a key that the metadata need.</summary>
    /// <param name="output">The format that will be written.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.EmptyDocument"/> or <see cref="ErrorCode.AlreadyEncrypted"/>.</exception>
    public void CheckEncryptable(DocumentFormat output)
    {
        if (Tree.Branches.Count == 0)
        {
            throw new SecretsKitException(
                ErrorCode.EmptyDocument, "File cannot be completely empty, it must contain at least one document");
        }

        if (MetadataBlock.HasReservedKey(Tree.Branches[0], output))
        {
            throw new SecretsKitException(ErrorCode.AlreadyEncrypted, ReservedKeyText.Message)
            {
                Problem = output is DocumentFormat.Dotenv
                    ? "it holds a name that begins with sops_, as the names do that say who can decrypt a file"
                    : "it holds a key named sops at its top, where who can decrypt a file is written",
                Hint = "rename it; if the file was encrypted once, take it from an earlier version",
            };
        }
    }

    /// <summary>Encrypts the values that the metadata select.</summary>
    /// <param name="cipher">A cipher of the file's data key; values that its stash knows keep their text.</param>
    /// <param name="metadata">The metadata of the file to make; the time of change and the MAC in it are replaced.</param>
    /// <param name="now">The time of change, in UTC; the fraction of a second is dropped.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.EncryptFailed"/>.</exception>
    public EncryptedFile Encrypt(ValueCipher cipher, DocumentMetadata metadata, Timestamp now) =>
        Encrypt(cipher, metadata, now, EncryptOptions.Default);

    /// <summary>Encrypts the values that the metadata select, some of which come from encrypted files.</summary>
    /// <inheritdoc cref="Encrypt(ValueCipher, DocumentMetadata, Timestamp)"/>
    public EncryptedFile Encrypt(ValueCipher cipher, DocumentMetadata metadata, Timestamp now, EncryptOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cipher);
        ArgumentNullException.ThrowIfNull(metadata);
        var walk = new EncryptingWalk(cipher, ValueSelector.Create(metadata.Selection), metadata.MacOnlyEncrypted, options);
        var tree = walk.Run(Tree);
        var changed = metadata with { LastModified = now with { Nanoseconds = 0 } };
        return new(tree, changed with { Mac = walk.SealMac(changed) });
    }

    /// <summary>Writes the values.</summary>
    /// <exception cref="DocumentException">The format cannot carry the tree.</exception>
    public void Write(DocumentFormat format, IBufferWriter<byte> output, WriteOptions options) =>
        DocumentFormats.Plain(format).Write(Tree, output, options);

    /// <summary>Writes the values into one array, which the caller wipes if they are secret.</summary>
    /// <exception cref="DocumentException">The format cannot carry the tree.</exception>
    public byte[] Serialize(DocumentFormat format, WriteOptions options)
    {
        using var output = new OutputBuffer();
        Write(format, output, options);
        return output.ToArray();
    }

    /// <summary>Writes one part of the values into one array: a string as it is, anything else in the format.</summary>
    /// <param name="path">The part.</param>
    /// <param name="format">The format of the file.</param>
    /// <param name="options">Layout.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.PathNotFound"/>.</exception>
    /// <exception cref="DocumentException">The format cannot carry the part.</exception>
    public byte[] SerializePart(TreePath path, DocumentFormat format, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        switch (path.Find(Tree.Branches[0]))
        {
            case MapNode map:
                // The reference replaces the first document by the part and prints the others behind it.
                return new PlainFile(new([map, .. Tree.Branches.Skip(1)])).Serialize(format, options);
            case StringNode text:
                return text.Value.Span.ToArray();
            case var value:
                using (var output = new OutputBuffer())
                {
                    DocumentFormats.Plain(format).WriteValue(value, output, options);
                    return output.ToArray();
                }
        }
    }

    /// <summary>Writes the values together with metadata, as the editor shows them with <c>--show-master-keys</c>.</summary>
    /// <exception cref="DocumentException">The format cannot carry the tree, or the data hold a reserved key.</exception>
    public void WriteWithMetadata(DocumentMetadata metadata, DocumentFormat format, IBufferWriter<byte> output, WriteOptions options) =>
        new EncryptedFile(Tree, metadata).Write(format, output, options);

    /// <summary>A fixed text; never a value.</summary>
    public override string ToString() => $"PlainFile({Tree.Branches.Count} documents)";
}
