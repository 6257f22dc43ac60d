using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Providers;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Comparing;
using SecretsKit.Sync.Explaining;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Running;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Targets;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Local;

/// <summary>
/// The reconciliation of an agent on manifests: stores, generators and what both refer to come from them. It reads stores and writes
/// nothing; the caller carries out what it says. Safe on all threads. Dispose it to end the logins of its stores.
/// </summary>
public sealed class LocalSync : IAsyncDisposable
{
    private const string AppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

    private readonly TimeProvider _clock;
    private readonly StorePool _stores;
    private readonly SyncPlanner _planner;
    private readonly MappingExplainer _explainer;
    private readonly MappingComparer _comparer;

    /// <summary>Reads the manifests. Asks no store.</summary>
    /// <param name="manifests">Objects of all kinds; those that no mapping needs are ignored. Lent.</param>
    /// <param name="options">How.</param>
    /// <param name="host">The surroundings of stores. Lent.</param>
    /// <param name="cluster">Has what the manifests do not; null for nothing. Lent.</param>
    public LocalSync(IReadOnlyList<MapValue> manifests, LocalSyncOptions options, ProviderHost host, ObjectClient? cluster = null)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(host);
        _clock = host.Clock;
        Mappings = [.. manifests
            .Select((manifest, place) => LocalMapping.Read(manifest, place, options.Namespace))
            .OfType<LocalMapping>()];
        IObjectSource objects = new ManifestObjects(manifests, options.Namespace);
        if (cluster is not null)
        {
            objects = new LayeredObjects(objects, new ClusterObjects(cluster, null));
        }

        StoreContext Open(StoreContext made) => made with
        {
            AllowsFiles = true,
            AllowsLocalAddresses = options.AllowsMachineCredentials,
            Keys = options.Keys,
        };
        _stores = new(objects, new(options.ControllerClass, options.RequiresReady), host)
        {
            Surroundings = (manifest, made) =>
            {
                if (!options.AllowsMachineCredentials)
                {
                    MachineCredentials.Refuse(manifest);
                }

                return Open(made);
            },
        };
        var reads = new StoreReads(host.Clock);
        var generators = new GeneratorRun(objects, host) { Surroundings = Open };
        var surroundings = new TemplateSurroundings(host.Clock, host.Random);
        var rendering = new TargetRendering(objects);
        _planner = new(
            _stores, new(_stores, reads, generators) { Learned = options.Learned }, generators, new(rendering), surroundings);
        _comparer = new(_planner, host.Clock);
        _explainer = new(new(_stores, reads, generators), rendering, surroundings) { Learned = options.Learned };
    }

    /// <summary>The mappings, in the order of the manifests.</summary>
    public IReadOnlyList<LocalMapping> Mappings { get; }

    /// <summary>Says what a sync of a mapping does.</summary>
    /// <param name="mapping">One of <see cref="Mappings"/>.</param>
    /// <param name="existing">Its target as it is, or null. Lent.</param>
    /// <param name="since">
    /// Values that were read then or later for other mappings are not read again: the time at which the run began.
    /// </param>
    /// <param name="ct">Ends it.</param>
    /// <returns>What has to be done; a failure is in it.</returns>
    public async ValueTask<LocalOutcome> PlanAsync(
        LocalMapping mapping, MapValue? existing, DateTimeOffset since, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        if (existing is not null && mapping.Mapping.Refresh == RefreshPolicy.CreatedOnce)
        {
            return new() { Wanted = existing, Message = "the secret is there already, and refreshPolicy is CreatedOnce" };
        }

        if (TakenByAnother(mapping) is { } taken)
        {
            return new() { Failure = taken };
        }

        try
        {
            var plan = await _planner.PlanAsync(new(mapping.Mapping, Taken(existing), _clock.GetUtcNow(), since), ct);
            return OutcomeOf(mapping, plan, existing);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return new() { Failure = failure };
        }
    }

    /// <summary>Says which row, store and template gives each key of a mapping's Secret, and what would fail; never a value.</summary>
    /// <param name="mapping">One of <see cref="Mappings"/>.</param>
    /// <param name="since">As of <see cref="PlanAsync"/>.</param>
    /// <param name="ct">Ends it.</param>
    public async ValueTask<MappingExplanation> ExplainAsync(LocalMapping mapping, DateTimeOffset since, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        var explained = await _explainer.ExplainAsync(mapping.Mapping, since, ct);
        return explained.Fails || !IsWhole(mapping.Mapping) ? explained
            : explained with { Refusal = (await PlanAsync(mapping, null, since, ct)).Failure };
    }

    /// <summary>Says where a mapping of a cluster, its Secret and its status are not as they would be made here; never a value.</summary>
    /// <param name="mapping">The ExternalSecret as the cluster has it, with its status. Lent.</param>
    /// <param name="existing">Its target as it is, or null. Lent.</param>
    /// <param name="since">As of <see cref="PlanAsync"/>.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">The cluster cannot be asked.</exception>
    public ValueTask<MappingComparison> CompareAsync(
        MapValue mapping, MapValue? existing, DateTimeOffset since, CancellationToken ct) =>
        _comparer.CompareAsync(new(mapping), existing, since, ct);

    /// <summary>What a mapping of a cluster calls things, as <see cref="LocalMapping.Names"/>.</summary>
    public static IEnumerable<string> NamesOf(MapValue mapping) => LocalMapping.Read(mapping, 0, "")?.Names ?? [];

    /// <summary>Where the target of a mapping of a cluster is.</summary>
    public static ResourceRef TargetOf(MapValue mapping)
    {
        var read = new ExternalSecret(mapping);
        return new("v1", "Secret", read.Head.Namespace, read.Target.Name);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    // An agent marks a target that it finds, and comes back; here both are one step.
    private static MapValue? Taken(MapValue? existing)
    {
        if (existing is null)
        {
            return null;
        }

        var copy = existing.Copy();
        copy.ChildOrNew("metadata").ChildOrNew("labels").With(TargetNames.ManagedLabel, "true");
        return copy;
    }

    private static LocalOutcome OutcomeOf(LocalMapping mapping, SyncPlan plan, MapValue? existing)
    {
        var result = plan.Done;
        if (result.Status is null && result.Failure is null)
        {
            return new() { Notes = ["left alone: its store is of another controller class"] };
        }

        var wanted = plan.Wanted is null ? null : WithoutUnknownOwner(mapping, plan.Wanted);
        if (wanted is not null && existing is not null)
        {
            wanted = WithApplied(wanted, existing);
        }

        if (wanted is not null && result.Failure is null && TargetLimits.Refusal(wanted) is { } refusal)
        {
            return new() { Failure = refusal };
        }

        var action = plan.Action switch
        {
            TargetAction.Create => LocalAction.Create,
            TargetAction.Delete => LocalAction.Delete,
            _ when wanted is null || existing is null => LocalAction.None,
            _ => TreeEquality.AreEqual(Value.Of(existing), Value.Of(wanted)) ? LocalAction.None : LocalAction.Update,
        };
        return new()
        {
            Action = action,
            Wanted = wanted,
            Failure = result.Failure,
            Message = result.Status?.Conditions.LastOrDefault(condition => condition.Type == "Ready")?.Message ?? "",
            Notes =
            [
                .. result.Events.Where(what => what.Reason == "MissingProviderSecret").Select(what => what.Message), .. plan.Suspects,
            ],
        };
    }

    // A mapping that kubectl applied has its manifest as an annotation, and so has its Secret; manifests of files have none.
    private static MapValue WithApplied(MapValue wanted, MapValue existing)
    {
        if (new ObjectHead(existing).Annotations.GetValueOrDefault(AppliedAnnotation) is not { } applied
            || new ObjectHead(wanted).Annotations.ContainsKey(AppliedAnnotation))
        {
            return wanted;
        }

        var made = wanted.Copy();
        made.ChildOrNew("metadata").ChildOrNew("annotations").With(AppliedAnnotation, applied);
        return made;
    }

    // Whether the Secret can be said without one that is there, and without making something new at a server.
    private static bool IsWhole(ExternalSecret mapping) => mapping.Target.IsSecret
        && mapping.Target.Creation is (CreationPolicy.Owner or CreationPolicy.Orphan) && !mapping.DataFrom.Any(row => row.IsGenerated);

    // The agent gives a Secret to the mapping that makes it first, and refuses it to others.
    private SecretsKitException? TakenByAnother(LocalMapping mapping)
    {
        var first = mapping.Mapping.Target.Creation == CreationPolicy.Owner
            ? Mappings.First(other => other.Place == mapping.Place
                || (other.Mapping.Target.Creation == CreationPolicy.Owner && other.Target == mapping.Target))
            : mapping;
        return first.Place == mapping.Place ? null : new(ErrorCode.General, DisplayText.Message(
            $"unable to mutate secret {mapping.Target.Name}: secret is owned by another ExternalSecret: {first.Name}"))
        {
            Hint = "give each its own target.name, or use creationPolicy Merge with keys of their own",
        };
    }

    // No server takes a reference to an object that it does not know.
    private static MapValue WithoutUnknownOwner(LocalMapping mapping, MapValue wanted)
    {
        if (mapping.Mapping.Head.Uid.Length > 0)
        {
            return wanted;
        }

        var known = new ObjectHead(wanted).Owners.Where(owner => owner.Text("uid").Length > 0).ToList();
        var copy = wanted.Copy();
        copy.ChildOrNew("metadata").SetOwners(known);
        return copy;
    }
}
