using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.History;

namespace SecretsKit.Releases.Frozen;

/// <summary>Compares all that a plan is about with what was reviewed. It writes nothing.</summary>
/// <param name="context">Where the plan is to be applied.</param>
/// <param name="plan">The plan.</param>
internal sealed class FrozenCheck(OperationContext context, FrozenPlan plan)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    /// <summary>Compares.</summary>
    /// <param name="history">The records of the release as they are now.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The states that were found, to bind writes to.</returns>
    /// <exception cref="SecretsKitException">Something has changed (<see cref="StateChangeCause"/>), or the server failed.</exception>
    public async Task<BoundStates> RunAsync(ReleaseHistory history, CancellationToken ct)
    {
        if (await PlaceAsync(ct) is { } place)
        {
            throw new StateChangeCause([place]).ToRefusal();
        }

        var release = ReleaseChanges.Of(plan, history);
        if (release is { IsOwn: true })
        {
            throw release.ToRefusal();
        }

        var states = new BoundStates((reference, reviewed, now) =>
            new StateChangeCause([ObjectChanges.Of(reference, reviewed, now)]).ToStop());
        var changes = await ObjectsAsync(states, ct);
        return release is null && changes.Count == 0
            ? states
            : throw new StateChangeCause([.. release?.Changes ?? [], .. changes]) { Unfinished = release?.Unfinished ?? "" }.ToRefusal();
    }

    private async Task<StateChange?> PlaceAsync(CancellationToken ct)
    {
        var (now, made) = (await ClusterIdentity.ReadAsync(context.Objects, ct), plan.Origin.Cluster);
        if (!now.IsSame(made))
        {
            return new("cluster", $"this is {now.Server}, and the plan is for {made.Server}");
        }

        if (plan.NamespaceUid.Length > 0 && await NamespaceUid.ReadAsync(context.Objects, plan.Namespace, ct) is { Length: > 0 } uid
            && uid != plan.NamespaceUid)
        {
            return new($"namespace {plan.Namespace}", "it was deleted and made anew");
        }

        return plan.Origin.ExpiresAt is { } end && context.Clock.GetUtcNow() >= end
            ? new("plan", string.Create(CultureInfo.InvariantCulture, $"it expired at {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"))
            : null;
    }

    private async Task<IReadOnlyList<StateChange>> ObjectsAsync(BoundStates states, CancellationToken ct)
    {
        var reviewed = Reviewed().ToList();
        var live = await context.Objects.FindAllAsync(
            [.. reviewed.Select(item => item.Reference), .. plan.Hooks.Select(hook => hook.Reference)], Parallelism, ct);
        var changes = new List<StateChange>();
        for (var at = 0; at < reviewed.Count; at++)
        {
            var (reference, state) = reviewed[at];
            var now = ReviewedState.Of(live[at].AsMap);
            if (now.IsSame(state))
            {
                states.Set(reference, new(state, live[at].AsMap));
            }
            else
            {
                changes.Add(ObjectChanges.Of(reference, state, now));
            }
        }

        foreach (var (hook, found) in plan.Hooks.Zip(live.Skip(reviewed.Count)))
        {
            var now = ReviewedState.Of(found.AsMap);
            if (hook.Spares(now))
            {
                states.Set(hook.Reference, new(now, found.AsMap));
            }
            else
            {
                changes.Add(ObjectChanges.Of(hook.Reference, hook.Reviewed, now));
            }
        }

        return changes;
    }

    private IEnumerable<(ResourceRef Reference, ReviewedState State)> Reviewed()
    {
        if (plan.NamespaceState is { } state)
        {
            yield return (new("v1", "Namespace", "", plan.Namespace), state);
        }

        foreach (var item in plan.Definitions.SelectMany(file => file.Definitions))
        {
            yield return item;
        }

        foreach (var item in plan.Writes)
        {
            yield return (item.Write.Item.Reference, item.Reviewed);
        }

        foreach (var item in plan.Deletions)
        {
            yield return (item.Item.Reference, item.Reviewed);
        }
    }
}
