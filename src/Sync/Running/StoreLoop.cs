using System.Diagnostics;
using SecretsKit.Core.Data;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Tracing;

namespace SecretsKit.Sync.Running;

/// <summary>Looks whether stores can be used and writes it into their status (spec external-secrets.md 3.1).</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="stores">The stores of one kind.</param>
/// <param name="references">Finds what they refer to.</param>
/// <param name="options">Which stores count, and how often they are looked at.</param>
/// <param name="events">Writes events.</param>
/// <param name="host">The surroundings.</param>
/// <param name="keys">The keys for encrypted files, by namespace.</param>
internal sealed class StoreLoop(
    ObjectClient objects, ObjectCache stores, IObjectSource references, AgentOptions options, EventRecorder events, ProviderHost host,
    Func<string, KeyRing> keys)
{
    private const string IgnoreMaintenance = "external-secrets.io/ignore-maintenance-checks";
    private const string Failed = "InvalidProviderConfig";

    private readonly StatusWriter _statuses = new(objects);

    /// <summary>Looks at a store.</summary>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (stores.Find(key) is not { } tree || new ObjectHead(tree).IsDeleting)
        {
            return Requeue.None;
        }

        var spec = tree.Child("spec") ?? new MapValue();
        if (spec.Text("controller") is { Length: > 0 } owner && owner != options.Stores.Class)
        {
            return Requeue.None;
        }

        var interval = IntervalOf(spec);
        var found = interval is null
            ? new("False", Failed, "unable to validate store", "spec.refreshInterval is no duration of zero or more, such as 5m", null)
            : await JudgeAsync(tree, ct);
        await WriteAsync(tree, found, ct);
        return found.IsFailed ? Requeue.Backoff : Requeue.After(interval);
    }

    private async Task<Judgement> JudgeAsync(MapValue tree, CancellationToken ct)
    {
        ISecretStore store;
        var followed = new FollowedReferences(new ObjectReferences(references));
        try
        {
            var manifest = StoreManifest.Read(tree);
            var context = manifest.ContextFor(manifest.Namespace, followed, host) with { Keys = keys(manifest.Namespace) };
            store = SecretStores.Create(manifest, options.Stores.Apply(context));
        }
        catch (SecretsKitException failure)
        {
            return NotMade(failure);
        }

        await using (store)
        {
            var validation = await ValidationAsync(store, ct);

            return validation.Readiness switch
            {
                // Our stores read what they refer to when they are asked first; the reference's when they are made.
                StoreReadiness.Failed when followed.HasFailed
                    || validation.Failure is ProviderException
                    {
                        Failure: { Fault: ProviderFault.InvalidSettings } or { IsAboutCredentials: true },
                    } =>
                    NotMade(validation.Failure),
                StoreReadiness.Failed => new("False", Failed, "unable to validate store", Said(validation.Failure), null),
                StoreReadiness.Unknown when validation.Failure is { } failure => new(
                    "True", "ValidationUnknown", "could not determine validation status", Said(failure), null),
                _ => new("True", "Valid", "store validated", "store validated", store.Capabilities.ToString()),
            };
        }
    }

    private static async Task<StoreValidation> ValidationAsync(ISecretStore store, CancellationToken ct)
    {
        using var span = SyncSpans.Part("validate store", ActivityKind.Client);
        StoreValidation found;
        try
        {
            found = await store.ValidateAsync(ct);
        }
        catch (SecretsKitException failure)
        {
            found = new(StoreReadiness.Failed, failure);
        }

        if (found is { Readiness: StoreReadiness.Failed, Failure: { } why })
        {
            span.Failed(why);
        }

        return found;
    }

    private static Judgement NotMade(SecretsKitException? failure) =>
        new("False", Failed, "unable to create client", Said(failure), null);

    private static string Said(SecretsKitException? failure) => failure is null ? "" : FailureWords.OfStore(failure);

    private async Task WriteAsync(MapValue tree, Judgement found, CancellationToken ct)
    {
        var head = new ObjectHead(tree);
        var old = SyncStatus.Read(tree.Child("status"));
        var status = old.With("Ready", found.Status, found.Reason, found.Message, host.Clock.GetUtcNow());
        var source = head.Kind == StoreManifest.ClusterKind ? "cluster-secret-store" : "secret-store";
        if (tree.Child("spec")?.Child("provider")?.Has("fake") == true && !head.Annotations.ContainsKey(IgnoreMaintenance)
            && found.Reason == "Valid" && !old.Conditions.SequenceEqual(status.Conditions))
        {
            await events.WriteAsync(
                head, source,
                SyncEvent.Warning("StoreUnmaintained", "store isn't currently maintained. Please plan and prepare accordingly."), ct);
        }

        if (found.Reason != "Valid" || !old.Conditions.SequenceEqual(status.Conditions))
        {
            await events.WriteAsync(head, source, new(found.Reason != "Valid", found.Reason, found.Detail), ct);
        }

        var map = new MapValue();
        if ((found.Capabilities ?? tree.Child("status")?.Text("capabilities")) is { Length: > 0 } capabilities)
        {
            map.With("capabilities", capabilities);
        }

        map.With("conditions", Value.Of(new ListValue([.. status.Conditions.Select(condition => Value.Of(condition.ToMap()))])));
        if (!old.Conditions.SequenceEqual(status.Conditions) && await _statuses.WriteAsync(tree, map, ct) is { } written)
        {
            stores.Put(written);
        }
    }

    // A number counts seconds, a text is a duration; null if it is neither.
    private TimeSpan? IntervalOf(MapValue spec)
    {
        const string field = "refreshInterval";
        var interval = spec.Integer(field) is { } seconds and >= -int.MaxValue and <= int.MaxValue ? TimeSpan.FromSeconds(seconds)
            : spec.Text(field).Length == 0 && spec.Integer(field) is null ? TimeSpan.Zero
            : GoDuration.TryParse(spec.Text(field), out var duration) ? duration
            : TimeSpan.FromTicks(-1);
        return interval > TimeSpan.Zero ? interval : interval == TimeSpan.Zero ? options.StoreInterval : null;
    }

    private sealed record Judgement(string Status, string Reason, string Message, string Detail, string? Capabilities)
    {
        public bool IsFailed => Status != "True";
    }
}
