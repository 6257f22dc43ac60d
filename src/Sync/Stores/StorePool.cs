using SecretsKit.Core.Data;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Stores;

/// <summary>What decides which stores an agent uses.</summary>
/// <param name="Class">Its class; stores of another class are not its business.</param>
/// <param name="RequiresReady">Whether a store must have been found ready before it is read.</param>
/// <param name="ServesClusterStores">Whether stores of the whole cluster are served.</param>
public sealed record StoreRules(string Class = "default", bool RequiresReady = true, bool ServesClusterStores = true)
{
    /// <summary>
    /// Whether URLs of webhooks may lead to this machine and its link. Default false: those are the agent's own services and the metadata
    /// server of the cloud.
    /// </summary>
    public bool AllowsLocalAddresses { get; init; }

    /// <summary>Whether numbers that a webhook's path finds lose their decimals, as in the reference (quirk Q7). Default false.</summary>
    public bool RoundsNumbers { get; init; }

    /// <summary>
    /// Whether SecretStores may not log in to Vault with the agent's own service account, whose token their server gets. Default false, as
    /// the reference.
    /// </summary>
    public bool RefusesOwnAccount { get; init; }

    /// <summary>How much each store is asked at most; annotations of stores lower it further. Default: no limit.</summary>
    public StoreLimits Limits { get; init; } = new();

    /// <summary>Whether the manifest of a store or generator is of another class.</summary>
    internal bool IsForeign(MapValue manifest) =>
        manifest.Child("spec")?.Text("controller") is { Length: > 0 } owner && owner != Class;

    /// <summary>What a store is made with under these rules.</summary>
    internal StoreContext Apply(StoreContext context) => context with
    {
        AllowsLocalAddresses = AllowsLocalAddresses,
        RoundsNumbers = RoundsNumbers,
        RefusesOwnAccount = RefusesOwnAccount,
    };
}

/// <summary>
/// The stores in use: one for each state of a manifest and each namespace that it is read for (spec external-secrets.md 2.5, step 4). All
/// references between namespaces are decided here.
/// </summary>
/// <param name="objects">Finds stores and what they refer to.</param>
/// <param name="rules">Which stores count.</param>
/// <param name="host">The surroundings.</param>
/// <param name="keys">The keys for encrypted files by namespace; may be null.</param>
internal sealed class StorePool(IObjectSource objects, StoreRules rules, ProviderHost host, Func<string, KeyRing>? keys = null)
    : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Kind, string Name, string Namespace), StoreEntry> _entries = [];

    /// <summary>The rules.</summary>
    public StoreRules Rules { get; } = rules;

    /// <summary>The turns of the stores.</summary>
    public StoreThrottles Throttles { get; } = new(host.Clock);

    /// <summary>Counts calls. Default: a count that is not read.</summary>
    public ProviderCalls Calls { get; init; } = new();

    /// <summary>
    /// What a store may use beside its manifest, such as files and keys of this machine. Default nothing. Refuses stores by throwing.
    /// </summary>
    public Func<StoreManifest, StoreContext, StoreContext> Surroundings { get; init; } = static (_, context) => context;

    /// <summary>The manifest of a store, or null if there is none.</summary>
    public ValueTask<MapValue?> FindAsync(StoreRef store, string ns, CancellationToken ct) =>
        store.Name.Length == 0
            ? ValueTask.FromResult<MapValue?>(null)
            : objects.FindAsync(store.Reference(ns), ct);

    /// <summary>The manifest of a store.</summary>
    /// <exception cref="SyncException">There is none.</exception>
    public async ValueTask<MapValue> RequiredAsync(StoreRef store, string ns, CancellationToken ct) =>
        await FindAsync(store, ns, ct) ?? throw Failed(
            $"could not get {store.Kind} \"{store.Name}\", {store.Kind}.external-secrets.io \"{store.Name}\" not found");

    /// <summary>The store of a mapping, if the mapping may use it.</summary>
    /// <param name="store">Which.</param>
    /// <param name="ns">The namespace of the mapping.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SyncException">It is missing, not ready, of another class, or not for this namespace.</exception>
    /// <exception cref="ProviderException">Its settings are wrong.</exception>
    public ValueTask<StoreEntry> OpenAsync(StoreRef store, string ns, CancellationToken ct) =>
        OpenAsync(store, ns, Rules.RequiresReady, ct);

    /// <summary>The store, whatever the rules say of its being ready.</summary>
    /// <inheritdoc cref="OpenAsync(StoreRef, string, CancellationToken)"/>
    public async ValueTask<StoreEntry> OpenAsync(StoreRef store, string ns, bool mustBeReady, CancellationToken ct)
    {
        var tree = await RequiredAsync(store, ns, ct);
        if (Rules.IsForeign(tree))
        {
            throw Failed("can not reference unmanaged store");
        }

        if (store.IsClusterStore
            && !await NamespaceConditions.AllowAsync(tree.Child("spec")?.Children("conditions") ?? [], ns, objects, ct))
        {
            throw Failed($"using cluster store \"{store.Name}\" is not allowed from namespace \"{ns}\": denied by spec.condition");
        }

        if (mustBeReady && !SyncStatus.Read(tree.Child("status")).IsReady)
        {
            throw Failed($"{store.Kind} \"{store.Name}\" is not ready");
        }

        return await EntryAsync(tree, store, ns);
    }

    /// <summary>Uses a store, and forgets it if it does not take its credentials: the next attempt logs in anew.</summary>
    public async ValueTask<T> WithLoginAsync<T>(StoreEntry entry, Func<StoreEntry, Task<T>> use)
    {
        try
        {
            return await use(entry);
        }
        catch (ProviderException failure) when (failure.Failure.Fault is ProviderFault.Unauthenticated or ProviderFault.Denied)
        {
            await ForgetAsync(entry);
            throw;
        }
    }

    /// <summary>Forgets a store, so that it logs in anew: its credentials did not work.</summary>
    public async ValueTask ForgetAsync(StoreEntry entry)
    {
        lock (_lock)
        {
            var key = KeyOf(entry.Identity);
            if (!_entries.TryGetValue(key, out var known) || !ReferenceEquals(known, entry))
            {
                return;
            }

            _entries.Remove(key);
        }

        await entry.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<StoreEntry> all;
        lock (_lock)
        {
            all = [.. _entries.Values];
            _entries.Clear();
        }

        foreach (var entry in all)
        {
            await entry.DisposeAsync();
        }
    }

    private async ValueTask<StoreEntry> EntryAsync(MapValue tree, StoreRef store, string ns)
    {
        var head = new ObjectHead(tree);
        var identity = new StoreIdentity(store.Kind, store.Name, ns, head.Uid, head.Generation);
        var throttle = Throttles.Of(store, ns);
        throttle.Set(Rules.Limits.For(tree));
        StoreEntry? old;
        StoreEntry made;
        lock (_lock)
        {
            if (_entries.TryGetValue(KeyOf(identity), out old) && old.Identity == identity)
            {
                return old;
            }

            var manifest = StoreManifest.Read(tree);
            var given = manifest.ContextFor(ns, new ObjectReferences(objects), host) with { Keys = keys?.Invoke(ns) };
            var context = Surroundings(manifest, Rules.Apply(given));
            var created = SecretStores.Create(manifest, context);
            made = new(identity, created, host.Clock)
            {
                Provider = manifest.ProviderField == "aws" ? $"aws/{manifest.Provider.Text("service")}" : manifest.ProviderField,
                Calls = Calls,
                Throttle = throttle,
                ConvertsFoundNames = manifest.ProviderField is "fake" or "kubernetes" or "gcpsm",
            };
            _entries[KeyOf(identity)] = made;
        }

        if (old is not null)
        {
            await old.DisposeAsync();
        }

        return made;
    }

    private static (string, string, string) KeyOf(StoreIdentity identity) => (identity.Kind, identity.Name, identity.Namespace);

    private static SyncException Failed(string message) => new(SyncFault.ProviderData, message);
}
