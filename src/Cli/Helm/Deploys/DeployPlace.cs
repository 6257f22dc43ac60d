using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Locking;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Records.Storage.Sql;
using SecretsKit.Releases.Recovery;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>
/// The cluster and the records that a command changes. Nothing is read before they are opened. Dispose it after the last use.
/// </summary>
/// <param name="session">Environment, clock, generation.</param>
/// <param name="flags">The command line.</param>
/// <param name="driver">What carries the records.</param>
/// <param name="database">The database, if it carries them; else null.</param>
/// <param name="wait">How objects and hooks are waited for.</param>
internal sealed class DeployPlace(HelmSession session, ParsedFlags flags, StorageDriver driver, SqlSettings? database, WaitOptions wait)
    : IAsyncDisposable
{
    private ClusterSession? _cluster;
    private SqlReleaseStorage? _records;
    private OperationContext? _context;
    private ReleaseLock? _lock;

    /// <summary>The place that a command line means; null where its records cannot be used, which has been reported then.</summary>
    public static DeployPlace? Of(HelmSession session, ParsedFlags flags, WaitOptions wait)
    {
        if (ReleaseRun.Driver(session) is not { } driver)
        {
            return null;
        }

        var database = driver == StorageDriver.Sql ? ReleaseRun.Database(session) : null;
        return driver == StorageDriver.Sql && database is null ? null : new(session, flags, driver, database, wait);
    }

    /// <summary>The namespace of the run; where the kubeconfig cannot be read, it says nothing about it.</summary>
    public string Namespace => _cluster?.Namespace ?? ClusterSession.NamespaceOf(session, flags);

    /// <summary>Opens them, having asked the server for its version. Once: later calls give the same.</summary>
    /// <exception cref="SecretsKitException">The kubeconfig is wrong, or there is no answer.</exception>
    public async Task<OperationContext> OpenAsync(CancellationToken ct)
    {
        if (_context is null)
        {
            _cluster = ClusterSession.Open(session, flags);
            await _cluster.RequireReachableAsync(ct);
            IReleaseStorage records = database is null
                ? ReleaseRun.StorageIn(session, _cluster, driver, _cluster.Namespace)
                : _records = new(database, _cluster.Namespace, session.Host.Clock);
            _context = new(
                _cluster.Objects, new(records, session.Generation), _cluster.Namespace, session.Generation, session.Host.Clock)
            {
                Redact = session.Host.Redaction.Redact,
                Wait = wait,
                OrderNames = OrderFlags.Read(flags),
                HookOutput = new HookOutput(session),
                Zone = session.Host.Zones.Local,
                Log = session.Log,
            };
        }

        return _context;
    }

    /// <summary>
    /// Locks a release where flags ask for it; what a dead holder left of it is recorded as failed. One release at a time: that before is
    /// released.
    /// </summary>
    /// <exception cref="SecretsKitException">Somebody else holds the lock, or the server does not let us lock.</exception>
    public async Task LockAsync(string release, CancellationToken ct)
    {
        if (LockFlags.Read(session, flags) is not { } options)
        {
            return;
        }

        await UnlockAsync();
        var context = await OpenAsync(ct);
        var taken = await ReleaseLock.AcquireAsync(context.Objects, context.Namespace, release, options, session.Host.Clock, ct);
        if (taken is null)
        {
            return;
        }

        _lock = taken;
        _cluster!.Client.Fence = () => taken.Failure;
        if (taken.DeadHolder.Length > 0)
        {
            await RepairAsync(context, release, taken.DeadHolder, ct);
        }
    }

    /// <summary>The same for an installation, whose failures Helm 4 words and logs in its own way.</summary>
    /// <exception cref="SecretsKitException"><inheritdoc cref="OpenAsync"/></exception>
    public async Task<OperationContext> OpenForInstallAsync(CancellationToken ct)
    {
        try
        {
            return await OpenAsync(ct);
        }
        catch (SecretsKitException failure) when (session.Generation == HelmGeneration.V4)
        {
            var worded = failure.WithPrefix("cluster reachability check failed: ");
            session.Log.Write(new(NoticeLevel.Error, worded.Message));
            throw worded;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await UnlockAsync();
        if (_records is not null)
        {
            await _records.DisposeAsync();
        }

        _cluster?.Dispose();
    }

    private async Task RepairAsync(OperationContext context, string release, string holder, CancellationToken ct)
    {
        var recovery = new RecoveryOperation(context);
        var found = await recovery.DiagnoseAsync(release, ct);
        if (found.Condition is ReleaseCondition.Unfinished or ReleaseCondition.Unrecorded)
        {
            var now = await recovery.RepairAsync(found, $"its deployer {holder} died", ct);
            session.Host.WriteErrorLine(
                $"revision {found.Last!.Revision} of {release} was left {ReleaseStatusText.Of(found.Last.Status)} by {holder}, which died: "
                + $"it is {ReleaseStatusText.Of(now.Last!.Status)} now");
        }
    }

    private async Task UnlockAsync()
    {
        if (_lock is { } held)
        {
            _lock = null;
            await held.DisposeAsync();
        }
    }
}
