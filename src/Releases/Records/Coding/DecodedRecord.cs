using System.Diagnostics.CodeAnalysis;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data.Json;
using SecretsKit.Releases.Records.Format;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.Coding;

/// <summary>What came of reading a record: a release, or why there is none.</summary>
internal sealed class DecodedRecord
{
    private DecodedRecord(Release? release, RecordCause? cause) => (Release, Cause) = (release, cause);

    public Release? Release { get; }

    [MemberNotNullWhen(false, nameof(Release))]
    public RecordCause? Cause { get; }

    public static DecodedRecord Of(StoredRecord record)
    {
        if (record.Payload is not { } payload)
        {
            return Failure(record, RecordFault.MissingPayload);
        }

        if (RecordPayload.Decode(payload.Span, out var json) is { } fault)
        {
            return Failure(record, fault);
        }

        if (!GoJson.TryParse(json.Span, out var value, out _))
        {
            return Failure(record, RecordFault.NotJson);
        }

        // The fields of the fourth generation are those of the third and more.
        return value.AsMap is not { } fields ? Failure(record, RecordFault.WrongType)
            : RecordCheck.FindWrong(fields, RecordShapes.Of(HelmGeneration.V4)) is { } path ? Failure(record, RecordFault.WrongType, path)
            : new(new(fields, record.Labels), null);
    }

    private static DecodedRecord Failure(StoredRecord record, RecordFault fault, string path = "") =>
        new(null, new(fault, record.Name, record.Namespace, path));
}
