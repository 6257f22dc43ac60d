using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Sources;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Targets;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Pushing;

/// <summary>
/// Says what is done for a PushSecret (spec external-secrets.md 4.2): reads its sources, writes nothing. Safe on all threads.
/// </summary>
/// <param name="stores">The stores.</param>
/// <param name="objects">Finds sources.</param>
/// <param name="lists">Finds stores and sources by labels.</param>
/// <param name="generators">Makes values.</param>
/// <param name="rendering">Renders the template.</param>
/// <param name="surroundings">What templates may use.</param>
internal sealed class PushPlanner(
    StorePool stores, IObjectSource objects, IObjectLists lists, GeneratorRun generators, TargetRendering rendering,
    TemplateSurroundings surroundings)
{
    private const string StoreVersion = "external-secrets.io/v1";

    /// <summary>
    /// Whether somebody keeps track of what has to be revoked later. Default no: generators that make such things are refused.
    /// </summary>
    public bool KeepsStates { get; init; }

    /// <summary>Plans.</summary>
    public async ValueTask<PushPlan> PlanAsync(PushSecret push, DateTimeOffset now, CancellationToken ct)
    {
        var states = new List<GeneratedState>();
        var plan = await PlanAsync(push, now, states, ct);
        plan.States = states;
        return plan;
    }

    private async ValueTask<PushPlan> PlanAsync(PushSecret push, DateTimeOffset now, List<GeneratedState> states, CancellationToken ct)
    {
        if (!IsDue(push, now))
        {
            return new(PushAction.None) { Requeue = Requeue.After(NextLook(push, push.Status.Common.Refreshed, now)) };
        }

        var run = new TemplateRun(surroundings);
        IReadOnlyList<PushSource> sources;
        try
        {
            sources = await SourcesAsync(push, run, states, ct);
        }
        catch (SyncException failure) when (failure.Fault == SyncFault.SourceMissing && push.DeletesRemote && HasPushed(push))
        {
            return new(PushAction.DeleteAll);
        }
        catch (SyncException failure)
        {
            return Failed(failure.Fault == SyncFault.Target ? failure.Message : "could not get source secret");
        }

        try
        {
            var found = await StoresAsync(push, ct);
            if (found.Count == 0)
            {
                return new(PushAction.None);
            }

            CheckRules(push);
            return new(PushAction.Push)
            {
                Stores = sources.Count == 0 ? [] : [.. found.Select(item => PushStep.NameOf(item.Store))],
                Steps =
                [
                    .. sources.Select(source => new PushSelection(push, source, run))
                        .SelectMany(selection => found.SelectMany(item => selection.StepsFor(item.Store, item.Head, ct))),
                ],
            };
        }
        catch (SyncException failure)
        {
            return Failed(failure.Message);
        }
    }

    /// <summary>How long until it is looked at again after a success; null for never.</summary>
    public static TimeSpan? NextLook(PushSecret push, DateTimeOffset? refreshed, DateTimeOffset now)
    {
        if (push.Interval <= TimeSpan.Zero)
        {
            return null;
        }

        var wait = refreshed is { } time && time <= now ? time + push.Interval - now : TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static bool IsDue(PushSecret push, DateTimeOffset now)
    {
        var status = push.Status.Common;
        return RefreshDecision.VersionOf(push.Head) != status.SyncedVersion || status.Refreshed is not { } refreshed || refreshed > now
            || (push.Interval > TimeSpan.Zero && refreshed + push.Interval <= now);
    }

    private static bool HasPushed(PushSecret push) =>
        push.Status.Pushed is { } pushed && pushed.Stores.Any(store => pushed.Of(store).Count > 0);

    private async ValueTask<IReadOnlyList<PushSource>> SourcesAsync(
        PushSecret push, TemplateRun run, List<GeneratedState> states, CancellationToken ct)
    {
        var made = new List<PushSource>();
        if (push.Generator is { } generator)
        {
            made.Add(new() { Data = await GeneratedAsync(generator, push.Head.Namespace, states, ct) });
        }
        else
        {
            made.AddRange((await SecretsAsync(push, ct)).Select(SourceOf));
        }

        for (var at = 0; push.Template is { } template && at < made.Count; at++)
        {
            made[at] = await TemplatedAsync(made[at], template, push.Head.Namespace, run, ct);
        }

        return made;
    }

    private async ValueTask<SecretMap> GeneratedAsync(
        GeneratorRef generator, string ns, List<GeneratedState> states, CancellationToken ct)
    {
        try
        {
            return await generators.GenerateAsync(generator, ns, KeepsStates ? states.Add : null, ct);
        }
        catch (SecretsKitException failure)
        {
            throw new SyncException(SyncFault.ProviderData, failure.Message, failure);
        }
    }

    private async ValueTask<IReadOnlyList<MapValue>> SecretsAsync(PushSecret push, CancellationToken ct)
    {
        try
        {
            if (push.SecretName.Length > 0)
            {
                return await objects.FindAsync(new("v1", "Secret", push.Head.Namespace, push.SecretName), ct) is { } secret
                    ? [secret]
                    : throw new SyncException(SyncFault.SourceMissing, $"secrets \"{push.SecretName}\" not found");
            }

            // An empty selector would push every Secret of the namespace.
            return push.SecretLabels is { } labels && !LabelSelector.IsEmpty(labels)
                ? await lists.ListAsync("v1", "Secret", push.Head.Namespace, labels, ct)
                : throw new SyncException(SyncFault.ProviderData, "the selector names no Secret");
        }
        catch (SecretsKitException failure) when (failure is not SyncException)
        {
            throw new SyncException(SyncFault.ProviderData, failure.Message, failure);
        }
    }

    private static PushSource SourceOf(MapValue secret)
    {
        var head = new ObjectHead(secret);
        return new()
        {
            Data = SecretData.Read(secret),
            Labels = head.Labels,
            Annotations = head.Annotations,
            Type = secret.Text("type"),
        };
    }

    // The source itself is never changed.
    private async ValueTask<PushSource> TemplatedAsync(
        PushSource source, TemplateSpec template, string ns, TemplateRun run, CancellationToken ct)
    {
        var rendered = await rendering.RenderAsync(template, ns, source.Data, run, ct);
        var data = new SecretMap();
        foreach (var (key, value) in source.Data.Entries.Concat(rendered.Data.Entries))
        {
            data[key] = value;
        }

        return new()
        {
            Data = data,
            Labels = Merged(source.Labels, rendered.Labels),
            Annotations = Merged(source.Annotations, rendered.Annotations),
            Type = template.Type,
        };
    }

    private static Dictionary<string, string> Merged(
        IReadOnlyDictionary<string, string> texts, Dictionary<string, string> over)
    {
        var merged = new Dictionary<string, string>(texts, StringComparer.Ordinal);
        foreach (var (key, text) in over)
        {
            merged[key] = text;
        }

        return merged;
    }

    // Stores of other agents are left to them.
    private async ValueTask<IReadOnlyList<(StoreRef Store, ObjectHead Head)>> StoresAsync(PushSecret push, CancellationToken ct)
    {
        var found = new SortedDictionary<string, (StoreRef Store, ObjectHead Head)>(StringComparer.Ordinal);
        foreach (var reference in push.Stores)
        {
            foreach (var tree in await TreesAsync(reference, push.Head.Namespace, ct))
            {
                if (!stores.Rules.IsForeign(tree))
                {
                    var head = new ObjectHead(tree);
                    var store = new StoreRef(head.Name, reference.Kind);
                    found[PushStep.NameOf(store)] = (store, head);
                }
            }
        }

        return [.. found.Values];
    }

    private async ValueTask<IReadOnlyList<MapValue>> TreesAsync(PushStoreRef reference, string ns, CancellationToken ct)
    {
        if (reference.Labels is { } labels)
        {
            return await lists.ListAsync(StoreVersion, reference.Kind, reference.Kind == "ClusterSecretStore" ? "" : ns, labels, ct);
        }

        if (reference.Name.Length == 0)
        {
            throw new SyncException(SyncFault.ProviderData, "refStore Name must be provided");
        }

        return [await stores.RequiredAsync(new(reference.Name, reference.Kind), ns, ct)];
    }

    private static void CheckRules(PushSecret push)
    {
        for (var at = 0; at < push.DataTo.Count; at++)
        {
            var (store, place) = (push.DataTo[at].Store, string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"dataTo[{at}]"));
            if (!push.DataTo[at].HasStore)
            {
                throw new SyncException(SyncFault.ProviderData, $"{place}: storeRef is required");
            }

            if (store.Name.Length == 0 && store.Labels is null)
            {
                throw new SyncException(SyncFault.ProviderData, $"{place}: storeRef must have name or labelSelector");
            }

            if (store.Name.Length > 0
                && !push.Stores.Any(reference => reference.Kind == store.Kind
                    && (reference.Name == store.Name || reference.Labels is not null)))
            {
                throw new SyncException(SyncFault.ProviderData, $"{place}: storeRef \"{store.Name}\" not found in secretStoreRefs");
            }
        }
    }

    private static PushPlan Failed(string problem) => new(PushAction.Fail) { Problem = problem };
}
