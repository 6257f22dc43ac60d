using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Operations;

/// <summary>Waits for the objects of a release, where that is asked for (spec helm.md 13).</summary>
internal static class ObjectWait
{
    /// <summary>Waits until objects are ready.</summary>
    /// <exception cref="SecretsKitException">
    /// They were not in time, or failed, with a <see cref="WaitCause"/>; or cannot be read.
    /// </exception>
    public static Task UntilReadyAsync(OperationContext context, IReadOnlyList<ReleaseObject> objects, CancellationToken ct) =>
        RunAsync(context, [.. objects.Select(item => item.Reference)], WaitGoal.Ready, ct);

    /// <summary>Waits until objects are gone.</summary>
    /// <exception cref="SecretsKitException"><inheritdoc cref="UntilReadyAsync"/></exception>
    public static Task UntilGoneAsync(OperationContext context, IReadOnlyList<ReleaseObject> objects, CancellationToken ct) =>
        RunAsync(context, [.. objects.Select(item => item.Reference)], WaitGoal.Deleted, ct);

    private static async Task RunAsync(
        OperationContext context, IReadOnlyList<ResourceRef> objects, WaitGoal goal, CancellationToken ct)
    {
        if (context.Wait.Strategy == WaitStrategy.HookOnly)
        {
            return;
        }

        var waiter = new ReleaseWaiter(context.Objects, context.Generation, context.Clock);
        if (await waiter.WaitAsync(objects, goal, context.Wait, ct) is { } cause)
        {
            throw cause.ToException();
        }
    }
}
