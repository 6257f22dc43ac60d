using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>
/// Sends writes that hold for the reviewed state of their objects alone: each names the state that was read last, so that the server
/// refuses it for any other. If only what is not reviewed has moved, such as a status, the write is sent again with the new state.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="states">What is bound; other objects are written as they are.</param>
internal sealed class BoundWriter(ObjectClient objects, BoundStates states)
{
    // Attempts to write an object whose status changes all the time.
    private const int MaxAttempts = 10;

    /// <summary>Does one step of a plan.</summary>
    /// <param name="write">What is done.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">The server refused, or the object is not in the state that was reviewed.</exception>
    public Task WriteAsync(PlannedWrite write, Func<PlannedWrite, CancellationToken, Task> send, CancellationToken ct) => RunAsync(
        write.Item.Reference,
        (state, token) => send(state is null ? write : Bind(write, state), token),
        ct);

    /// <summary>Deletes an object; that it is gone already does not matter.</summary>
    /// <returns>Whether the server had it.</returns>
    /// <exception cref="SecretsKitException">The server refused, or the object is not in the state that was reviewed.</exception>
    public async Task<bool> DeleteAsync(ResourceRef reference, DeletionPropagation propagation, CancellationToken ct)
    {
        var isFound = false;
        await RunAsync(
            reference,
            async (state, token) => isFound = state is not { Live: null } && !(await objects.DeleteAsync(
                reference,
                new() { Propagation = propagation, Uid = state?.Uid ?? "", ResourceVersion = state?.ResourceVersion ?? "" },
                token)).IsNil,
            ct);
        return isFound;
    }

    private async Task RunAsync(ResourceRef reference, Func<BoundState?, CancellationToken, Task> send, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var state = states.Find(reference);
            try
            {
                await send(state, ct);
                return;
            }
            catch (SecretsKitException failure) when (state is not null && IsAboutState(failure))
            {
                var now = new BoundState(state.Reviewed, (await objects.FindAsync(reference, ct)).AsMap);
                if (ReviewedState.Of(now.Live) is var found && !found.IsSame(state.Reviewed))
                {
                    throw states.Refuse(reference, state.Reviewed, found);
                }

                // A conflict about the owners of fields, for instance, is none about the state.
                if (now.ResourceVersion == state.ResourceVersion || attempt == MaxAttempts)
                {
                    throw;
                }

                states.Set(reference, now);
            }
        }
    }

    private static bool IsAboutState(SecretsKitException failure) =>
        (failure as ApiException ?? failure.InnerException as ApiException)?.Status.Code is 404 or 409;

    private static PlannedWrite Bind(PlannedWrite write, BoundState state) => new(
        write.Action == WriteAction.Apply && state.Live is not null ? write.Item.With(Named(write.Item.Manifest, state)) : write.Item,
        write.Action)
    {
        Exists = write.Exists,
        Patch = write.Patch is { } patch ? patch.For(state.ResourceVersion) : null,
        OwnerPatch = write.Action == WriteAction.Apply && state.Live is { } live ? FieldOwners.ToServerSide(live) : null,
        ResourceVersion = state.ResourceVersion,
        IsBound = true,
    };

    private static MapValue Named(MapValue manifest, BoundState state)
    {
        var named = ObjectTree.WithMetadata(manifest, "uid", Value.Of(state.Uid));
        return ObjectTree.WithMetadata(named, "resourceVersion", Value.Of(state.ResourceVersion));
    }
}
