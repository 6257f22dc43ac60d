using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Format;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Records.History;

/// <summary>Refuses records that are too large, before anything is applied.</summary>
internal static class RecordSize
{
    /// <summary>
    /// Bytes of a payload that are kept free when a record is made: it grows when its state, times of hooks and a reason for a failure are
    /// noted, and an operation that is done must be able to say so.
    /// </summary>
    public const int Reserve = 4096;

    /// <summary>Why a storage cannot take a new record; null if it can.</summary>
    public static RecordSizeCause? Check(StoredRecord record, Release release, long limit)
    {
        var bytes = record.Payload?.Length ?? 0;
        return limit == long.MaxValue || bytes <= limit - Reserve ? null : new(record.Name, bytes, limit - Reserve, Measure(release));
    }

    /// <summary>The parts of a release that take anything, the largest first.</summary>
    public static IReadOnlyList<RecordPart> Measure(Release release)
    {
        var chart = release.Chart?.Fields ?? new();
        RecordPart[] parts =
        [
            Files(RecordPartKind.Templates, chart, "templates"),
            Files(RecordPartKind.Files, chart, "files"),
            new(RecordPartKind.Values, Bytes(chart[new("values")])),
            new(RecordPartKind.Schema, Bytes(chart[new("schema")])),
            new(RecordPartKind.Config, Bytes(release.Fields[new("config")])),
            new(RecordPartKind.Manifest, Bytes(release.Fields[new("manifest")])),
            new(RecordPartKind.Hooks, Bytes(release.Fields[new("hooks")])),
            new(RecordPartKind.Notes, Bytes(Value.Of(release.Notes.Span))),
        ];
        return [.. parts.Where(part => part.Bytes > 0).OrderByDescending(part => part.Bytes)];
    }

    private static RecordPart Files(RecordPartKind kind, MapValue chart, string key)
    {
        var files = RecordTree.Objects(chart, key);
        var largest = files.MaxBy(file => RecordTree.Bytes(file, "data").Length);
        return new(kind, Bytes(chart[new(key)]), largest is null ? "" : RecordTree.Text(largest, "name"));
    }

    private static long Bytes(Value value)
    {
        if (RecordTree.IsEmpty(value, FieldKind.Map))
        {
            return 0;
        }

        var json = new ArrayBufferWriter<byte>();
        GoJson.Write(value, json, GoJsonOptions.Compact);
        return RecordPayload.Encode(json.WrittenSpan).Length;
    }
}
