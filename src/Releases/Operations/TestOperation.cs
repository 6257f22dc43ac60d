using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Operations;

/// <summary>Runs the tests of a release: its hooks for that (spec helm.md 14). One run, then their output, then the end.</summary>
/// <param name="context">Where.</param>
/// <param name="selects">Whether a test runs; hooks of other events are not asked for.</param>
public sealed class TestOperation(OperationContext context, Func<ReleaseHook, bool> selects)
{
    private OperationHooks? _hooks;

    /// <summary>Runs the tests.</summary>
    /// <exception cref="SecretsKitException">There is no such release, or the storage failed.</exception>
    public async Task<TestOutcome> RunAsync(string name, CancellationToken cancellationToken)
    {
        var history = await context.Store.LoadHistoryAsync(name, cancellationToken);
        var release = history.Last?.Read() ?? throw new DeployCause(DeployFault.NotDeployed, name).ToException("release: not found");

        // What does not run comes first in the record, as with Helm, which prints tests in the order of the record.
        var order = release.Hooks.ToLookup(selects);
        release = release.WithHooks([.. order[false], .. order[true]]);
        var method = release.ApplyMethod == ApplyMethod.ServerSide ? WriteMethod.ServerSide : WriteMethod.ClientSide;
        _hooks = new OperationHooks(context, release, method, HookUse.Run) { Selects = selects };

        // Helm 4 reads logs before it cleans up.
        var cause = context.Generation == HelmGeneration.V4
            ? await _hooks.Runner.RunOnlyAsync(HookEvent.Test, cancellationToken)
            : await _hooks.Runner.RunAsync(HookEvent.Test, cancellationToken);
        await context.Store.UpdateAsync(_hooks.Release, cancellationToken);
        var tests = _hooks.Release.Hooks
            .Where(hook => selects(hook) && hook.Events.Contains(HookText.Of(HookEvent.Test)))
            .OrderBy(hook => hook.Weight)
            .ThenBy(hook => hook.Name, StringComparer.Ordinal);
        return new(_hooks.Release, [.. tests], cause?.ToException());
    }

    /// <summary>Reads what the pod of a test printed: all of it with Helm 3, one text for each container with Helm 4.</summary>
    /// <exception cref="SecretsKitException">It is no pod, or its output cannot be read.</exception>
    public async Task<IReadOnlyList<ContainerOutput>> ReadOutputAsync(ReleaseHook test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (context.Generation == HelmGeneration.V3)
        {
            return [await ReadAsync(test.Name, "", cancellationToken)];
        }

        LiveObject pod;
        try
        {
            var live = await context.Objects.GetAsync(new("v1", "Pod", context.Namespace, test.Name), cancellationToken);
            pod = new(live.AsMap ?? new());
        }
        catch (ApiException failure)
        {
            throw failure.WithPrefix($"unable to get pod {test.Name}: ");
        }

        var outputs = new List<ContainerOutput>();
        foreach (var container in pod.Maps("spec", "containers"))
        {
            outputs.Add(await ReadAsync(test.Name, container.Text("name"), cancellationToken));
        }

        return outputs;
    }

    /// <summary>Deletes what the policies of the tests say. Helm 3 did so at the end of the run.</summary>
    /// <exception cref="SecretsKitException">An object could not be deleted, with a <see cref="HookCause"/>.</exception>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        if (context.Generation == HelmGeneration.V4 && _hooks is not null
            && await _hooks.Runner.CleanUpAsync(cancellationToken) is { } cause)
        {
            throw cause.ToException();
        }
    }

    private async Task<ContainerOutput> ReadAsync(string pod, string container, CancellationToken ct)
    {
        try
        {
            var logs = new PodLogs(context.Namespace, pod) { Container = container, MaxBytes = ContainerOutput.MaxBytes };
            using var response = await logs.OpenAsync(context.Objects.Client, ct);
            return new(pod, container, await response.ReadContentAsync(ct));
        }
        catch (ApiException failure)
        {
            throw failure.WithPrefix($"unable to get pod logs for {pod}: ");
        }
    }
}
