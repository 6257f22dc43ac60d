using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Binary;
using SecretsKit.Core.Errors;
using static SecretsKit.Tests.Documents.CodecRuns;

namespace SecretsKit.Tests.Documents.Binary;

public sealed class BinaryCodecTests
{
    private static readonly BinaryCodec Codec = BinaryCodec.Instance;

    [Fact]
    public void Any_bytes_come_back_unchanged()
    {
        byte[] bytes = [0, 255, 10, 13, 0xef, 0xbb, 0xbf, 0x80];
        Assert.Equal(bytes, Codec.WriteBytes(Codec.Read(bytes, DocumentLimits.Default)));
        Assert.Empty(Codec.WriteBytes(Codec.Read(ReadOnlyMemory<byte>.Empty, DocumentLimits.Default)));
    }

    [Fact]
    public void A_tree_of_another_kind_is_refused_in_the_words_of_the_reference()
    {
        AssertFails("error emitting binary store: no binary data found in tree", Tree(MapEntry.Of("Data", new IntNode(1))));
        AssertFails(
            "error emitting binary store: 'data' key in tree does not have a string value", Tree(MapEntry.Of("data", new IntNode(1))));
        AssertFails("error emitting binary store: there must be exactly one tree branch", new DocumentTree([new MapNode(), new MapNode()]));
    }

    [Fact]
    public void Nothing_can_be_extracted_but_the_whole() =>
        Assert.Equal(
            "Binary files are not structured and extracting a single value is not possible",
            Assert.Throws<DocumentException>(() => Codec.WriteValue(new IntNode(1))).Message);

    private static void AssertFails(string message, DocumentTree tree)
    {
        var failure = Assert.Throws<DocumentException>(() => Codec.WriteBytes(tree));
        Assert.Equal((ErrorCode.EmitFailed, message), (failure.Code, failure.Message));
    }
}
