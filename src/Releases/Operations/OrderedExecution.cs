using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Operations;

/// <summary>
/// Writes the stages of an order, each when what it waits for is ready, those that do not wait for each other side by side. All waits
/// together take at most the time of one wait of the operation. One use.
/// </summary>
/// <param name="context">Where.</param>
/// <param name="order">The order.</param>
/// <param name="targets">The objects that its places mean.</param>
internal sealed class OrderedExecution(OperationContext context, DeployOrder order, IReadOnlyList<ReleaseObject> targets)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly JoinedWaits _waits = new(context.Wait.Observer, context.Clock, context.Wait.Timeout);
    private readonly ReleaseWaiter _waiter = new(context.Objects, context.Generation, context.Clock);
    private readonly TaskCompletionSource[] _written =
        [.. order.Stages.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];

    private readonly Dictionary<int, int> _stageOf = order.Stages
        .SelectMany((stage, at) => stage.Members.Select(member => (member, at)))
        .ToDictionary(pair => pair.member, pair => pair.at);

    private readonly Dictionary<string, Task> _ready = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private SecretsKitException? _failure;

    /// <summary>Writes all stages, until the first failure.</summary>
    /// <param name="write">Writes objects by their places; it returns why it failed, or null.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The first failure; null if all was written.</returns>
    public async Task<SecretsKitException?> RunAsync(
        Func<IReadOnlyList<int>, CancellationToken, Task<SecretsKitException?>> write, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAll(Enumerable.Range(0, order.Stages.Count).Select(at => StageAsync(at, write, stop, ct)));
        await Task.WhenAll(_ready.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _waits.End();
        ct.ThrowIfCancellationRequested();
        return _failure;
    }

    private async Task StageAsync(
        int at,
        Func<IReadOnlyList<int>, CancellationToken, Task<SecretsKitException?>> write,
        CancellationTokenSource stop,
        CancellationToken ct)
    {
        var stage = order.Stages[at];
        try
        {
            if (stage.Group > 0)
            {
                await GroupReadyAsync(stage.Group - 1, stop.Token);
            }

            await Task.WhenAll(stage.Needs.Select(need => NeedAsync(need.Target, need.State, stop.Token)));
            await Task.WhenAll(stage.External.Select(need => ExternalAsync(need, stop.Token)));
            stop.Token.ThrowIfCancellationRequested();

            // What began is not broken off by the failure of another stage.
            if (await write(stage.Members, ct) is { } failure)
            {
                throw failure;
            }

            _written[at].SetResult();
        }
        catch (SecretsKitException failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            await stop.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            await stop.CancelAsync();
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private Task NeedAsync(int target, NeedState state, CancellationToken ct)
    {
        var written = _written[_stageOf[target]].Task;
        return state == NeedState.Present ? written.WaitAsync(ct) : OnceAsync($"target {target}", async () =>
        {
            await written.WaitAsync(ct);
            await WaitAsync([targets[target].Reference], ct);
        });
    }

    private Task GroupReadyAsync(int group, CancellationToken ct) => OnceAsync($"group {group}", async () =>
    {
        List<int> stages = [.. Enumerable.Range(0, order.Stages.Count).Where(at => order.Stages[at].Group == group)];
        await Task.WhenAll(stages.Select(at => _written[at].Task)).WaitAsync(ct);
        await WaitAsync([.. stages.SelectMany(at => order.Stages[at].Members).Order().Select(at => targets[at].Reference)], ct);
    });

    private Task ExternalAsync(OrderNeed need, CancellationToken ct) => OnceAsync($"external {need}", async () =>
    {
        var reference = await FindAsync(need, ct);
        while ((await context.Objects.FindAsync(reference, ct)).IsNil)
        {
            if (_waits.Elapsed >= context.Wait.Timeout)
            {
                throw new SecretsKitException(
                    ErrorCode.General, DisplayText.Message($"{reference.ToString()}, which is waited for, is not there in time"))
                {
                    Hint = "make it, or wait longer with --timeout",
                };
            }

            await Task.Delay(Interval, context.Clock, ct);
        }

        if (need.State == NeedState.Ready)
        {
            await WaitAsync([reference], ct);
        }
    });

    private async Task<ResourceRef> FindAsync(OrderNeed need, CancellationToken ct)
    {
        var (type, group, version, place, name) = need.Selector;
        var inventory = await context.Objects.Resources.AllAsync(ct);
        var resource = version.Length > 0
            ? inventory.Resources.FirstOrDefault(one => one.Group == group && one.Version == version && !one.IsPart && one.IsCalled(type))
            : inventory.Find(need.Selector.HasGroup ? $"{type}.{group}" : type);
        return resource is null
            ? throw new SecretsKitException(
                ErrorCode.MalformedDocument, DisplayText.Message($"the server has no kind that \"{need.Text}\" means"))
            {
                Hint = "name the kind as kubectl api-resources does, with its group behind a dot",
            }
            : new(resource.ApiVersion, resource.Kind, resource.IsNamespaced ? place : "", name);
    }

    private async Task WaitAsync(IReadOnlyList<ResourceRef> references, CancellationToken ct)
    {
        var options = context.Wait with
        {
            Strategy = WaitStrategy.Watcher,
            Jobs = JobWait.UntilComplete,
            Timeout = context.Wait.Timeout - _waits.Elapsed,
            Observer = _waits.Add(),
        };
        if (await _waiter.WaitAsync(references, WaitGoal.Ready, options, ct) is { } cause)
        {
            throw cause.ToException().WithPrefix("objects that others wait for are not ready: ");
        }
    }

    private Task OnceAsync(string key, Func<Task> work)
    {
        lock (_gate)
        {
            return _ready.TryGetValue(key, out var known) ? known : _ready[key] = work();
        }
    }
}
