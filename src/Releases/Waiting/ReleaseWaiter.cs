using SecretsKit.Charts.Model;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Releases.Waiting.Watching;

namespace SecretsKit.Releases.Waiting;

/// <summary>
/// Waits for objects of releases: each kind is listed once in each namespace and then watched, so that a wait ends with the event that
/// ends it. Safe on all threads; each call waits by itself.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="generation">Whose rules and sentences count.</param>
/// <param name="clock">Limits waits.</param>
public sealed class ReleaseWaiter(ObjectClient objects, HelmGeneration generation, TimeProvider clock)
{
    /// <summary>Waits until all objects have reached a goal.</summary>
    /// <param name="references">The objects as they were written; those that name no namespace are in that of the access.</param>
    /// <param name="goal">
    /// What is waited for. <see cref="WaitStrategy.HookOnly"/> does not wait for <see cref="WaitGoal.Ready"/>, but for the other goals.
    /// </param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Why the wait failed, with the reference's sentence; null if all objects reached the goal.</returns>
    /// <exception cref="ApiException">Objects cannot be read, and the reference fails then as well.</exception>
    /// <exception cref="UnknownKindException">The server does not have a kind, and objects of it are not to be deleted.</exception>
    /// <exception cref="HttpTransportException">There was no answer to the first list of a kind in 30 attempts.</exception>
    public async Task<WaitCause?> WaitAsync(
        IReadOnlyList<ResourceRef> references, WaitGoal goal, WaitOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(references);
        ArgumentNullException.ThrowIfNull(options);
        var rules = WaitRules.For(goal, generation, options);
        return references.Any(rules.IsRead)
            && await new WaitRun(objects, clock, rules, options).RunAsync(references, cancellationToken) is { } end
                ? new(end.Fault, end.Snapshot, WaitText.Of(end.Fault, end.Snapshot, generation, options.Strategy))
                : null;
    }
}
