using System.Buffers;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Releases.Records.Format;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>Makes records of releases: JSON as Helm writes it, compressed, with the labels by which it is found.</summary>
public static class RecordCodec
{
    /// <summary>The <c>type</c> of Secrets that carry records, and of rows.</summary>
    public const string RecordType = "helm.sh/release.v1";

    /// <summary>The record of a release, in the namespace of that release.</summary>
    /// <param name="release">The release.</param>
    /// <param name="generation">Whose fields are written; the other one reads them too.</param>
    /// <exception cref="ValueException">A value has no form in JSON, such as a number that is none.</exception>
    public static StoredRecord Encode(Release release, HelmGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(release);
        return new(
            new RecordKey(release.Name, release.Revision).ToString(),
            release.Namespace,
            ReleaseLabels.Of(release),
            RecordPayload.Encode(ToJson(release, generation).Span));
    }

    /// <summary>The JSON of a release, without white space. It holds what is secret of the release.</summary>
    /// <exception cref="ValueException">A value has no form in JSON.</exception>
    public static ReadOnlyMemory<byte> ToJson(Release release, HelmGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(release);
        var output = new ArrayBufferWriter<byte>();
        RecordWriter.Write(release.Fields, RecordShapes.Of(generation), output);
        return output.WrittenMemory;
    }
}
