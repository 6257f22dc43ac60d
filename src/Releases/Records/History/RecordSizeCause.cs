using System.Globalization;
using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Records.History;

/// <summary>A record is larger than its storage takes.</summary>
/// <param name="Record">The name of the record.</param>
/// <param name="Bytes">The size of its payload.</param>
/// <param name="Limit">Most bytes of a payload that can be stored safely.</param>
/// <param name="Parts">What it consists of, the largest first.</param>
public sealed record RecordSizeCause(string Record, long Bytes, long Limit, IReadOnlyList<RecordPart> Parts) : FailureCause
{
    // The others are seldom worth a look.
    private const int PartsNamed = 3;

    /// <summary>The failure to throw.</summary>
    public SecretsKitException ToException() => new(
        ErrorCode.LimitExceeded,
        $"release record {Record} is too large: {Size(Bytes)} compressed, of at most {Size(Limit)}; its largest parts are {Largest()}")
    {
        Cause = this,
        Hint = $"{Advice()}, or keep records in PostgreSQL with HELM_DRIVER=sql, which has no such limit",
    };

    private static string Size(long bytes) => bytes < 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB");

    private static string Name(RecordPartKind kind) => kind switch
    {
        RecordPartKind.Templates => "the chart's templates",
        RecordPartKind.Files => "the chart's other files",
        RecordPartKind.Values => "the chart's values",
        RecordPartKind.Schema => "the chart's schema",
        RecordPartKind.Config => "the values given",
        RecordPartKind.Manifest => "the manifest",
        RecordPartKind.Hooks => "the hooks",
        _ => "the notes",
    };

    private string Largest() => string.Join(", ", Parts.Take(PartsNamed).Select(part => part.LargestFile.Length > 0
        ? $"{Name(part.Kind)} ({Size(part.Bytes)}, most of it {part.LargestFile})"
        : $"{Name(part.Kind)} ({Size(part.Bytes)})"));

    private string Advice() => Parts[0].Kind switch
    {
        RecordPartKind.Files => "list files that templates do not read in the chart's .helmignore",
        RecordPartKind.Templates => "move files out of templates/ that render nothing, or split the chart",
        RecordPartKind.Values or RecordPartKind.Config =>
            "move long values into ConfigMaps or Secrets of their own and refer to them by name",
        RecordPartKind.Schema => "shorten values.schema.json, for instance by leaving out descriptions",
        RecordPartKind.Notes => "shorten NOTES.txt",
        _ => "split the chart into several releases",
    };
}
