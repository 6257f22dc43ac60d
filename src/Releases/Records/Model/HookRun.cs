using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Format;

namespace SecretsKit.Releases.Records.Model;

/// <summary>The last run of a hook.</summary>
/// <param name="Phase">How far it came.</param>
/// <param name="StartedAt">When it began; null if it did not.</param>
/// <param name="CompletedAt">When it ended; null if it did not.</param>
public sealed record HookRun(HookPhase Phase, Timestamp? StartedAt = null, Timestamp? CompletedAt = null)
{
    /// <summary>No run.</summary>
    public static HookRun None { get; } = new(HookPhase.None);

    internal static HookRun Of(MapValue? fields) => fields is null ? None : new(
        RecordTree.Text(fields, "phase") is { Length: > 0 } word
            ? Enum.TryParse<HookPhase>(word, out var phase) && Enum.GetName(phase) == word ? phase : HookPhase.Unknown
            : HookPhase.None,
        RecordTree.Time(fields, "started_at"),
        RecordTree.Time(fields, "completed_at"));

    internal MapValue ToFields()
    {
        var fields = new MapValue();
        fields.Set(new("started_at"), RecordTree.OfTime(StartedAt));
        fields.Set(new("completed_at"), RecordTree.OfTime(CompletedAt));
        fields.Set(new("phase"), Value.Of(Phase == HookPhase.None ? "" : Phase.ToString()));
        return fields;
    }
}
