using System.Buffers;
using System.Text;
using SecretsKit.Charts.Manifests;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Records.Model;

/// <summary>The manifest of a release.</summary>
public static class ReleaseManifest
{
    /// <summary>The text of documents in their order, each behind the line of its source (spec helm.md 4.7).</summary>
    public static ByteString Of(IEnumerable<Manifest> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var text = new ArrayBufferWriter<byte>();
        foreach (var document in documents)
        {
            text.Write("---\n# Source: "u8);
            text.Write(Encoding.UTF8.GetBytes(document.Path));
            text.Write("\n"u8);
            text.Write(document.Text.Span);
            text.Write("\n"u8);
        }

        return new(text.WrittenMemory);
    }
}
