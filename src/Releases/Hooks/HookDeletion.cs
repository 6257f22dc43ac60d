using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Hooks;

/// <summary>Deletes the objects of hooks, and waits until they are gone.</summary>
internal sealed class HookDeletion(HookSurroundings surroundings)
{
    private readonly ReleaseWaiter _waiter = new(surroundings.Objects, surroundings.Generation, surroundings.Clock);

    /// <summary>Deletes the objects of a hook, if its policies have this one.</summary>
    /// <returns>Why they are not gone; null if they are, or stay.</returns>
    public async Task<HookCause?> RunAsync(ReleaseHook hook, string policy, CancellationToken ct)
    {
        if (!HookText.IsDeleted(hook, policy))
        {
            return null;
        }

        IReadOnlyList<ResourceRef> references;
        try
        {
            references = await surroundings.Writer.ReadAsync(hook.Manifest, ct);
        }
        catch (SecretsKitException failure)
        {
            return Cause(
                HookFault.NotRead, hook, $"unable to build kubernetes object for deleting hook {hook.Path}: {failure.Message}", failure);
        }

        var deleted = new List<ResourceRef>();
        var failures = new List<SecretsKitException>();
        foreach (var reference in references)
        {
            try
            {
                deleted.AddRange(await surroundings.Writer.DeleteAsync(reference, ct) ? [reference] : []);
            }
            catch (SecretsKitException failure)
            {
                failures.Add(failure);
            }
        }

        return failures.Count > 0
            ? Cause(HookFault.NotDeleted, hook, string.Join("; ", failures.Select(failure => failure.Message)), failures[0])
            : await WaitAsync(hook, deleted, ct);
    }

    private async Task<HookCause?> WaitAsync(ReleaseHook hook, IReadOnlyList<ResourceRef> deleted, CancellationToken ct)
    {
        try
        {
            return await _waiter.WaitAsync(deleted, WaitGoal.Deleted, surroundings.Wait, ct) is { } cause
                ? Cause(HookFault.NotDeleted, hook, cause.Message, cause.ToException())
                : null;
        }
        catch (SecretsKitException failure)
        {
            return Cause(HookFault.NotDeleted, hook, failure.Message, failure);
        }
    }

    private static HookCause Cause(HookFault fault, ReleaseHook hook, string message, SecretsKitException failure) =>
        new(fault, $"{hook.Kind} {hook.Name}", message) { Failure = failure };
}
