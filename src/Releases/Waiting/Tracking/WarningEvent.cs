using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Tracking;

/// <summary>An event of the type <c>Warning</c>. It quotes what controllers and nodes wrote.</summary>
/// <param name="Subject">The object that it is about.</param>
/// <param name="Reason">Why, as one word: <c>FailedMount</c>.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Count">How often it happened; at least 1.</param>
/// <param name="Last">When it happened last; the earliest time if that is not said.</param>
public sealed record WarningEvent(ResourceRef Subject, string Reason, string Message, long Count, DateTimeOffset Last)
{
    /// <summary>Reads an event, of the core group or of <c>events.k8s.io</c>.</summary>
    public static WarningEvent Of(LiveObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var subject = item.At("involvedObject").IsNil ? "regarding" : "involvedObject";
        return new(
            new(
                item.Text(subject, "apiVersion"),
                item.Text(subject, "kind"),
                item.Text(subject, "namespace"),
                item.Text(subject, "name")),
            item.Text("reason"),
            item.Text("message") is { Length: > 0 } message ? message : item.Text("note"),
            Math.Max(1, item.Integer("count") ?? item.Integer("series", "count") ?? 1),
            item.Time("lastTimestamp") ?? item.Time("series", "lastObservedTime") ?? item.Time("eventTime") ?? item.Created);
    }
}
