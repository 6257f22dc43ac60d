using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Reporting;

namespace SecretsKit.Sync.Running;

/// <summary>Writes events. One that was written before is counted; one that cannot be written is dropped: it only informs.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="log">Gets them too.</param>
/// <param name="clock">When.</param>
internal sealed class EventRecorder(ObjectClient objects, IAgentLog log, TimeProvider clock)
{
    // As much as servers take.
    private const int MaxMessage = 1024;

    /// <summary>The last warnings about objects, for people.</summary>
    public LastWarnings Warnings { get; } = new();

    /// <summary>Whether <see cref="ReportAsync"/> writes events. Default no: the log alone.</summary>
    public bool ReportsSuspects { get; init; }

    /// <summary>Reports a value that is probably not what was meant (quirk Q12).</summary>
    public async Task ReportAsync(ObjectHead subject, string source, string problem, CancellationToken ct)
    {
        if (ReportsSuspects)
        {
            await WriteAsync(subject, source, SyncEvent.Warning("SuspectValue", problem), ct);
        }
        else if (log.IsOn(LogLevel.Warn))
        {
            log.Write(
                LogLevel.Warn, "suspect value", ("kind", subject.Kind), ("namespace", subject.Namespace), ("name", subject.Name),
                ("message", problem));
        }
    }

    /// <summary>Writes an event about an object.</summary>
    public async Task WriteAsync(ObjectHead subject, string source, SyncEvent what, CancellationToken ct)
    {
        var level = what.IsWarning ? LogLevel.Warn : LogLevel.Info;
        if (log.IsOn(level))
        {
            log.Write(
                level, "event", ("kind", subject.Kind), ("namespace", subject.Namespace), ("name", subject.Name), ("reason", what.Reason),
                ("message", what.Message));
        }

        Warnings.Take(subject.Kind, new(subject.Namespace, subject.Name), what.IsWarning ? what.Message : "");
        var now = Timestamps.Write(clock.GetUtcNow());
        var ns = subject.Namespace.Length > 0 ? subject.Namespace : "default";
        var mark = GoHash.Of($"{subject.Uid}/{what.Reason}/{what.Message}")[..16];
        var reference = new ResourceRef("v1", "Event", ns, $"{subject.Name}.{mark}");
        var body = new MapValue().With("apiVersion", "v1").With("kind", "Event")
            .With("metadata", new MapValue().With("name", reference.Name).With("namespace", ns))
            .With("involvedObject", new MapValue().With("apiVersion", subject.ApiVersion).With("kind", subject.Kind)
                .With("name", subject.Name).With("namespace", subject.Namespace).With("uid", subject.Uid)
                .With("resourceVersion", subject.ResourceVersion))
            .With("reason", what.Reason).With("message", what.Message.Length > MaxMessage ? what.Message[..MaxMessage] : what.Message)
            .With("type", what.IsWarning ? "Warning" : "Normal").With("source", new MapValue().With("component", source))
            .With("reportingComponent", source)
            .With("firstTimestamp", now).With("lastTimestamp", now).With("count", Value.Int64(1));
        try
        {
            await objects.CreateAsync(Value.Of(body), WriteOptions.Default, ct);
        }
        catch (ApiException failure) when (failure.Status.IsAlreadyExists)
        {
            await CountAsync(reference, now, ct);
        }
        catch (SecretsKitException)
        {
            // An event informs, and nothing depends on it.
        }
    }

    private async Task CountAsync(ResourceRef reference, string now, CancellationToken ct)
    {
        try
        {
            var count = (await objects.FindAsync(reference, ct)).AsMap?.Integer("count") ?? 0;
            var patch = new MapValue().With("count", Value.Int64(count + 1)).With("lastTimestamp", now);
            await objects.PatchAsync(reference, ObjectPatch.JsonMerge(patch), WriteOptions.Default, ct);
        }
        catch (SecretsKitException)
        {
            // As above.
        }
    }
}
