using System.Buffers;

namespace SecretsKit.Core.Documents.Json;

/// <summary>One JSON object per file (spec sops.md 6.2); also what an encrypted binary file is.</summary>
internal sealed class JsonCodec : DocumentCodec
{
    public static JsonCodec Instance { get; } = new();

    /// <summary>Reads text that is exactly one JSON value of any kind.</summary>
    public static Node ReadValue(ReadOnlyMemory<byte> text, DocumentLimits limits) => new JsonReader(text, limits).ReadWhole();

    public override DocumentTree Read(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new DocumentTree([new JsonReader(text, limits).ReadDocument()]);
    }

    public override void Write(DocumentTree tree, IBufferWriter<byte> output, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(options);
        var branch = SingleBranch.Of(tree);
        try
        {
            JsonWriter.Indented(output, options.Indent).Write(branch);
        }
        catch (DocumentException e)
        {
            throw new DocumentException(e.Code, e.Fault, "Error marshaling to json: " + e.Message, inner: e);
        }

        output.Write("\n"u8);
    }

    public override void WriteValue(Node value, IBufferWriter<byte> output, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        JsonWriter.Indented(output, options.Indent).Write(value);
    }
}
