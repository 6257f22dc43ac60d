using System.Buffers;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recognition;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Envelope.Walk;

namespace SecretsKit.Core.Envelope;

/// <summary>
/// An encrypted file: its values as ciphertext, and its metadata. Immutable as a whole, so that one file can be decrypted, checked and
/// written under other metadata without being read again.
/// </summary>
public sealed class EncryptedFile
{
    /// <summary>A file of these parts.</summary>
    /// <param name="tree">The encrypted values, without metadata; given away.</param>
    /// <param name="metadata">The metadata.</param>
    public EncryptedFile(DocumentTree tree, DocumentMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(metadata);
        (Tree, Metadata) = (tree, metadata);
    }

    /// <summary>The encrypted values, without metadata. Not to be changed.</summary>
    public DocumentTree Tree { get; }

    /// <summary>The metadata.</summary>
    public DocumentMetadata Metadata { get; }

    /// <summary>
    /// The text of the signature over the whole file (<see cref="FileSignature"/>), as it was read;
    /// null without one; empty where the file has something else in its place. A file with other values or metadata is another object,
    /// which has none: no signature outlives a change.
    /// </summary>
    public string? Signature { get; private init; }

    /// <summary>Reads an encrypted file.</summary>
    /// <param name="text">The file's bytes; must not change while the result is in use.</param>
    /// <param name="format">The format it was written in; a binary file is read as JSON.</param>
    /// <param name="limits">Bounds; <see langword="null"/> for the default ones.</param>
    /// <exception cref="DocumentException">The text is malformed.</exception>
    /// <exception cref="Errors.SecretsKitException">
    /// <see cref="Errors.ErrorCode.MetadataNotFound"/> or <see cref="Errors.ErrorCode.MalformedMetadata"/>.
    /// </exception>
    public static EncryptedFile Load(ReadOnlyMemory<byte> text, DocumentFormat format, DocumentLimits? limits = null)
    {
        return Of(DocumentFormats.Encrypted(format).Read(text, limits ?? DocumentLimits.Default), format);
    }

    /// <summary>Reads a content if it is an encrypted file, by the rule of <see cref="Recognize"/>; its text is read once.</summary>
    /// <param name="content">The bytes of a file; must not change while the result is in use.</param>
    /// <param name="named">The format of its name; <see cref="DocumentFormat.Binary"/> where the name says nothing.</param>
    /// <param name="format">Receives the format that it was read in.</param>
    /// <returns>Null for a content that is not encrypted.</returns>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static EncryptedFile? LoadIfEncrypted(ReadOnlyMemory<byte> content, DocumentFormat named, out DocumentFormat format)
    {
        var found = EncryptionRecognizer.Recognize(content, named, out var tree);
        format = found.Format;
        return !found.IsEncrypted ? null : tree is null ? Load(content, format) : Of(tree, format);
    }

    private static EncryptedFile Of(DocumentTree tree, DocumentFormat format)
    {
        var block = MetadataBlock.Detach(tree, format);
        var signature = SignatureField.Take(block);
        return new(tree, MetadataReader.Read(block)) { Signature = signature };
    }

    /// <summary>Tells what a content is to SOPS. Every verb decides by this.</summary>
    /// <param name="content">The bytes of a file.</param>
    /// <param name="named">The format of its name; <see cref="DocumentFormat.Binary"/> where the name says nothing.</param>
    public static RecognizedContent Recognize(ReadOnlyMemory<byte> content, DocumentFormat named) =>
        EncryptionRecognizer.Recognize(content, named, out _);

    /// <summary>Whether a content is an encrypted file, readable or damaged.</summary>
    /// <inheritdoc cref="Recognize"/>
    public static bool LooksEncrypted(ReadOnlyMemory<byte> content, DocumentFormat named) => Recognize(content, named).IsEncrypted;

    /// <summary>The same values under other metadata, without a signature.</summary>
    public EncryptedFile With(DocumentMetadata metadata) => new(Tree, metadata);

    /// <summary>The same file with a signature that was made for it.</summary>
    internal EncryptedFile WithSignature(string signature) => new(Tree, Metadata) { Signature = signature };

    /// <summary>Decrypts all values.</summary>
    /// <param name="cipher">
    /// A cipher of the file's data key. Its stash learns the IVs, so that encrypting again changes only what changed.
    /// </param>
    /// <param name="options">How the MAC is treated.</param>
    /// <exception cref="Errors.SecretsKitException">
    /// <see cref="Errors.ErrorCode.DecryptFailed"/>, or <see cref="Errors.ErrorCode.MacMismatch"/> where the MAC is required.
    /// </exception>
    public DecryptedContent Decrypt(ValueCipher cipher, DecryptOptions options)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        ArgumentNullException.ThrowIfNull(options);
        var selector = ValueSelector.Create(Metadata.Selection);
        var walk = new DecryptingWalk(cipher, selector, Metadata.MacOnlyEncrypted, options);
        var tree = walk.Run(Tree);
        var verification = walk.Verify(Metadata, options.Mac);
        if (options.Mac == MacPolicy.Require)
        {
            verification.ThrowUnlessAccepted();
        }

        return new(new(tree), verification);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="format">The format to write; a binary file is written as JSON.</param>
    /// <param name="output">Where the text goes.</param>
    /// <param name="options">Layout.</param>
    /// <exception cref="DocumentException">The format cannot carry the tree, or the data hold a reserved key.</exception>
    public void Write(DocumentFormat format, IBufferWriter<byte> output, WriteOptions options)
    {
        var block = MetadataWriter.Write(Metadata);
        if (Signature is { Length: > 0 } signature)
        {
            SignatureField.Add(block, signature);
        }

        DocumentFormats.Encrypted(format).Write(MetadataBlock.Attach(Tree, block, format), output, options);
    }

    /// <summary>Writes the file into one array.</summary>
    /// <inheritdoc cref="Write"/>
    public byte[] Serialize(DocumentFormat format, WriteOptions options)
    {
        using var output = new OutputBuffer();
        Write(format, output, options);
        return output.ToArray();
    }
}
