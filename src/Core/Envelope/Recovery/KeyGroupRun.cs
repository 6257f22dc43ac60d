using System.Runtime.ExceptionServices;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>
/// Opens all key groups of a file. They come one after the other where local services are asked; where nothing but remote services lies
/// between two of them, they are opened side by side. Any failure but that of a key, cancellation included, ends all of them.
/// </summary>
/// <param name="services">Who can unwrap.</param>
/// <param name="order">Which key types are tried first.</param>
internal sealed class KeyGroupRun(KeyServiceChain services, DecryptionOrder order) : IDisposable
{
    private readonly List<Task<KeyPart?>> _tasks = [];
    private readonly List<KeyPart> _parts = [];
    private ExceptionDispatchInfo? _failure;

    /// <summary>What was tried with each group, in order; complete once the run is over.</summary>
    public IReadOnlyList<GroupAttempts> Groups { get; private set; } = [];

    /// <summary>The parts of the groups that were opened, in their order. They belong to the run.</summary>
    public IReadOnlyList<KeyPart> Parts => _parts;

    /// <summary>Tries every group. Called once.</summary>
    public async ValueTask RunAsync(IReadOnlyList<WrappedKeyGroup> groups, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reports = new KeyUseReports(services.Report, groups.Count);
        var openings = new List<KeyGroupOpening>(groups.Count);
        var before = Task.CompletedTask;
        foreach (var group in groups)
        {
            var opening = new KeyGroupOpening(services, order.Sort(group.Keys), before);
            if (openings.Count > 0)
            {
                await WaitForTurnAsync(opening, openings[^1], before);
            }

            _tasks.Add(OpenAsync(opening, openings.Count, reports, stop));
            openings.Add(opening);
            before = _tasks.Count == 1 ? _tasks[0] : Task.WhenAll(_tasks);
        }

        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var task in _tasks.Where(static task => task.IsCompletedSuccessfully))
        {
            if (await task is { } part)
            {
                _parts.Add(part);
            }
        }

        _failure?.Throw();
        Groups = openings.ConvertAll(static opening => opening.Attempts());
    }

    /// <summary>Wipes the parts.</summary>
    public void Dispose() => _parts.ForEach(static part => part.Dispose());

    // A failure of an earlier group is not waited for in vain: what begins after it is ended at once.
    private async Task WaitForTurnAsync(KeyGroupOpening opening, KeyGroupOpening previous, Task before)
    {
        await (opening.BeginsRemotely ? previous.RemoteOnly : before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_tasks.Count >= KeyWrapRun.MaxRemoteCalls)
        {
            await ((Task)_tasks[^KeyWrapRun.MaxRemoteCalls]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<KeyPart?> OpenAsync(KeyGroupOpening opening, int group, KeyUseReports reports, CancellationTokenSource stop)
    {
        try
        {
            return await opening.OpenAsync(use => reports.Add(group, use), stop.Token);
        }
        catch (Exception failure)
        {
            // What the groups that are ended for this failure throw after it does not count.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            reports.Close(group);
        }
    }
}
