using SecretsKit.Core.Envelope.Metadata;

namespace SecretsKit.Core.Envelope.Mac;

/// <summary>What an encrypted MAC is bound to.</summary>
internal static class MacBinding
{
    /// <summary>The time of the last change as the reference prints it: whole seconds, and the offset that it was written with.</summary>
    public static byte[] Of(DocumentMetadata metadata) => System.Text.Encoding.ASCII.GetBytes(MetadataTime.Format(metadata.LastModified));
}
