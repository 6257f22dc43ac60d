using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers.Failures;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Running;

/// <summary>
/// Revokes what generators made: when its time is over, and when it is deleted, as with its mapping (spec external-secrets.md 4.6).
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="states">What was made.</param>
/// <param name="generators">Revokes it.</param>
/// <param name="clock">When.</param>
internal sealed class GeneratorStateLoop(ObjectClient objects, ObjectCache states, GeneratorRun generators, TimeProvider clock)
{
    private readonly FinalizerWriter _finalizers = new(objects, states);

    /// <summary>Looks at a state.</summary>
    /// <exception cref="ProviderException">It cannot be revoked now.</exception>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (states.Find(key) is not { } tree)
        {
            return Requeue.None;
        }

        var (head, spec) = (new ObjectHead(tree), tree.Child("spec") ?? new MapValue());
        var isOurs = head.Finalizers.Contains(GeneratorStates.Finalizer);
        if (head.IsDeleting)
        {
            if (isOurs)
            {
                await RevokeAsync(head, spec, ct);
                await _finalizers.WriteAsync(head, head.Finalizers.Where(name => name != GeneratorStates.Finalizer), ct);
            }

            return Requeue.None;
        }

        if (!isOurs)
        {
            // The reference makes them without it.
            await _finalizers.WriteAsync(head, head.Finalizers.Append(GeneratorStates.Finalizer), ct);
        }

        if (Timestamps.Read(spec.Text("garbageCollectionDeadline")) is not { } deadline)
        {
            return Requeue.None;
        }

        if (deadline > clock.GetUtcNow())
        {
            return Requeue.After(deadline - clock.GetUtcNow());
        }

        await objects.DeleteAsync(head.Reference, new() { Uid = head.Uid }, ct);
        return Requeue.None;
    }

    private async Task RevokeAsync(ObjectHead head, MapValue spec, CancellationToken ct)
    {
        try
        {
            await generators.RevokeAsync(spec.Child("resource") ?? new(), spec.Child("state") ?? new(), head.Namespace, ct);
        }
        catch (ProviderException failure) when (failure.Failure.Fault is ProviderFault.InvalidSettings or ProviderFault.Unsupported
            || failure.Failure is { Fault: ProviderFault.NotFound, Provider: "Kubernetes" })
        {
            // Nothing can revoke it any more: its credentials are deleted, as in a namespace that goes. It must not stay for ever.
        }
    }
}
