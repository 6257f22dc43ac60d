using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Hooks;

/// <summary>
/// Runs the hooks of one release (spec helm.md 14), one after the other. Failures are results; a signal is an exception, and the release
/// then says how far its hooks came. Not safe on several threads at once.
/// </summary>
/// <param name="surroundings">Where and how.</param>
/// <param name="release">The release whose hooks run.</param>
public sealed class HookRunner(HookSurroundings surroundings, Release release)
{
    private readonly ReleaseWaiter _waiter = new(surroundings.Objects, surroundings.Generation, surroundings.Clock);
    private readonly HookDeletion _deletion = new(surroundings);
    private readonly HookLogs _logs = new(surroundings);

    // Places among the release's hooks: what the next cleanup is about.
    private readonly List<int> _succeeded = [];
    private int? _failed;

    /// <summary>
    /// The release with what is known of its hooks now: their last runs, and the delete policy that counts where none is named. Everything
    /// that is recorded after a run has to be made of this one. May be set between runs, to another state of the same release.
    /// </summary>
    public Release Release { get; set; } = release;

    /// <summary>Runs the hooks of an event, lower weights first, then by name, and cleans up after them.</summary>
    /// <returns>Why it failed; null if all hooks succeeded and were cleaned up.</returns>
    public async Task<HookCause?> RunAsync(HookEvent hookEvent, CancellationToken cancellationToken)
    {
        var cause = await RunOnlyAsync(hookEvent, cancellationToken);
        return await CleanUpAsync(cancellationToken) ?? cause;
    }

    /// <summary>Runs the hooks of an event without cleaning up, so that their logs can be read first.</summary>
    /// <returns>Why it failed; null if all hooks succeeded.</returns>
    public async Task<HookCause?> RunOnlyAsync(HookEvent hookEvent, CancellationToken cancellationToken)
    {
        Forget();
        var word = HookText.Of(hookEvent);
        var hooks = Release.Hooks;
        var selected = Enumerable.Range(0, hooks.Count)
            .Where(at => hooks[at].Events.Contains(word) && surroundings.Selects(hooks[at]))
            .OrderBy(at => hooks[at].Weight)
            .ThenBy(at => hooks[at].Name, StringComparer.Ordinal);
        foreach (var at in selected)
        {
            if (await RunAsync(at, word, cancellationToken) is not { } cause)
            {
                _succeeded.Add(at);
                continue;
            }

            // After a hook that did not even begin, Helm leaves the others as they are.
            if (_failed is null)
            {
                Forget();
            }

            return cause;
        }

        return null;
    }

    /// <summary>
    /// Does what the policies of the hooks that ran last ask for: prints logs of those that succeeded, and deletes objects.
    /// </summary>
    /// <returns>Why it failed; null if it did not.</returns>
    public async Task<HookCause?> CleanUpAsync(CancellationToken cancellationToken)
    {
        List<ReleaseHook> hooks = [.. _succeeded.Select(at => Release.Hooks[at])];
        var failed = _failed is { } place ? Release.Hooks[place] : null;
        Forget();
        if (failed is null)
        {
            hooks.Reverse();
        }
        else if (await DeleteFailedAsync(failed, cancellationToken) is { } first)
        {
            return first;
        }

        foreach (var hook in hooks)
        {
            if (failed is null)
            {
                await WriteLogsAsync(hook, HookText.Succeeded, cancellationToken);
            }

            if (await _deletion.RunAsync(hook, HookText.Succeeded, cancellationToken) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<HookCause?> RunAsync(int at, string word, CancellationToken ct)
    {
        if (Release.Hooks[at] is { DeletePolicies.Count: 0 } unset)
        {
            Set(at, unset.WithDeletePolicies([HookText.BeforeCreation]));
        }

        var hook = Release.Hooks[at];
        if (await _deletion.RunAsync(hook, HookText.BeforeCreation, ct) is { } notDeleted)
        {
            return notDeleted;
        }

        IReadOnlyList<ResourceRef> references;
        try
        {
            references = await surroundings.Writer.ReadAsync(hook.Manifest, ct);
        }
        catch (SecretsKitException failure)
        {
            return Cause(
                HookFault.NotRead, hook, $"unable to build kubernetes object for {word} hook {hook.Path}: {failure.Message}", failure);
        }

        var begun = new HookRun(HookPhase.Running, surroundings.Now());
        Set(at, hook.With(begun));
        await surroundings.Record(Release, ct);

        // What the record says if a signal ends the run.
        Set(at, hook.With(begun with { Phase = HookPhase.Unknown }));
        try
        {
            await surroundings.Writer.CreateAsync(hook.Manifest, ct);
        }
        catch (SecretsKitException failure)
        {
            End(at, hook, begun, HookPhase.Failed);
            return Cause(HookFault.NotCreated, hook, $"warning: Hook {word} {hook.Path} failed: {failure.Message}", failure);
        }

        var cause = await WaitAsync(hook, references, ct);
        End(at, hook, begun, cause is null ? HookPhase.Succeeded : HookPhase.Failed);
        if (cause is not null)
        {
            _failed = at;
            await WriteLogsAsync(hook, HookText.Failed, ct);
        }

        return cause;
    }

    private async Task<HookCause?> WaitAsync(ReleaseHook hook, IReadOnlyList<ResourceRef> references, CancellationToken ct)
    {
        try
        {
            return await _waiter.WaitAsync(references, WaitGoal.Completed, surroundings.Wait, ct) is { } cause
                ? Cause(HookFault.NotCompleted, hook, cause.Message, cause.ToException())
                : null;
        }
        catch (SecretsKitException failure)
        {
            return Cause(HookFault.NotCompleted, hook, failure.Message, failure);
        }
    }

    // Helm 4 reports the failure of the hook, whatever becomes of its object.
    private async Task<HookCause?> DeleteFailedAsync(ReleaseHook hook, CancellationToken ct)
    {
        var problem = await _deletion.RunAsync(hook, HookText.Failed, ct);
        if (problem is null || surroundings.Generation == HelmGeneration.V3)
        {
            return problem;
        }

        surroundings.Log.Write(new(NoticeLevel.Info, $"error deleting the hook resource on hook failure: {problem.Message}"));
        return null;
    }

    private async Task WriteLogsAsync(ReleaseHook hook, string policy, CancellationToken ct)
    {
        if (!hook.OutputLogPolicies.Contains(policy))
        {
            return;
        }

        try
        {
            foreach (var reference in await surroundings.Writer.ReadAsync(hook.Manifest, ct))
            {
                await _logs.WriteAsync(reference, ct);
            }
        }
        catch (SecretsKitException failure)
        {
            surroundings.Log.Write(new(NoticeLevel.Info, $"error outputting logs for hook failure: {failure.Message}"));
        }
    }

    private void Forget()
    {
        _succeeded.Clear();
        _failed = null;
    }

    private void End(int at, ReleaseHook hook, HookRun begun, HookPhase phase) =>
        Set(at, hook.With(begun with { Phase = phase, CompletedAt = surroundings.Now() }));

    private void Set(int at, ReleaseHook hook)
    {
        ReleaseHook[] hooks = [.. Release.Hooks];
        hooks[at] = hook;
        Release = Release.WithHooks(hooks);
    }

    private static HookCause Cause(HookFault fault, ReleaseHook hook, string message, SecretsKitException failure) =>
        new(fault, $"{hook.Kind} {hook.Name}", message) { Failure = failure };
}
