using System.Buffers;
using System.Text;
using SecretsKit.Core.Documents;

namespace SecretsKit.Tests.Documents;

/// <summary>Short ways to run a codec on text.</summary>
internal static class CodecRuns
{
    public static DocumentTree Read(this DocumentCodec codec, string text) =>
        codec.Read(Encoding.UTF8.GetBytes(text), DocumentLimits.Default);

    public static string Write(this DocumentCodec codec, DocumentTree tree, int? indent = null) =>
        Encoding.UTF8.GetString(codec.WriteBytes(tree, indent));

    public static byte[] WriteBytes(this DocumentCodec codec, DocumentTree tree, int? indent = null)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.Write(tree, output, new WriteOptions { Indent = indent });
        return output.WrittenSpan.ToArray();
    }

    public static string WriteValue(this DocumentCodec codec, Node value, int? indent = null)
    {
        var output = new ArrayBufferWriter<byte>();
        codec.WriteValue(value, output, new WriteOptions { Indent = indent });
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Reads and writes again.</summary>
    public static string Pass(this DocumentCodec codec, string text) => codec.Write(codec.Read(text));

    public static DocumentTree Tree(params MapEntry[] entries) => new([new MapNode([.. entries])]);
}
