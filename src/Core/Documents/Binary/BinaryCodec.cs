using System.Buffers;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Binary;

/// <summary>
/// Plain files of any content, as a tree with the one key <c>data</c> (spec sops.md 6.3). Their encrypted form is JSON. Every failure
/// of <see cref="Write"/> means that the tree is not that of a binary file.
/// </summary>
internal sealed class BinaryCodec : DocumentCodec
{
    public static BinaryCodec Instance { get; } = new();

    public override DocumentTree Read(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        LimitChecks.Size(text, limits);
        return new DocumentTree([new MapNode([MapEntry.Of("data", new StringNode(new ByteString(text)))])]);
    }

    public override void Write(DocumentTree tree, IBufferWriter<byte> output, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (tree.Branches is not [var branch])
        {
            throw Failed("there must be exactly one tree branch");
        }

        foreach (var (key, value) in branch.Entries)
        {
            if (key is StringNode name && name.Value.Span.SequenceEqual("data"u8))
            {
                output.Write(value is StringNode data
                    ? data.Value.Span
                    : throw Failed("'data' key in tree does not have a string value"));
                return;
            }
        }

        throw Failed("no binary data found in tree");
    }

    public override void WriteValue(Node value, IBufferWriter<byte> output, WriteOptions options) =>
        throw new DocumentException(
            ErrorCode.EmitFailed, DocumentFault.NoForm, "Binary files are not structured and extracting a single value is not possible");

    private static DocumentException Failed(string message) =>
        new(ErrorCode.EmitFailed, DocumentFault.NoForm, "error emitting binary store: " + message);
}
