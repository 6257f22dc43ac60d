using SecretsKit.Charts.Logging;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Locking;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Records.Storage.Sql;
using SecretsKit.Releases.Recovery;

namespace SecretsKit.Cli.Pipelines.Recovering;

/// <summary>Says what state a release is in whose deployer died, and repairs it.</summary>
internal sealed class RecoverHandler(VerbContext context)
{
    private const string Verb = "pipeline recover";

    /// <summary>Looks, reports, and repairs if that is asked for.</summary>
    /// <returns>The exit code: 0 for a release that is not stuck, or not any more.</returns>
    public async Task<int> RunAsync(RecoverRequest request, CancellationToken ct)
    {
        var host = context.Host;
        var session = new HelmSession(host, HelmProgram.GenerationOf(host.Environment), SilentChartLog.Instance) { ShowsHints = true };
        using var cluster = ClusterSession.Open(session, request.Cluster);
        await cluster.RequireReachableAsync(ct);
        if (ReleaseRun.Driver(session) is not { } driver)
        {
            return Failed;
        }

        await using var database = driver == StorageDriver.Sql && ReleaseRun.Database(session) is { } settings
            ? new SqlReleaseStorage(settings, cluster.Namespace, host.Clock)
            : null;
        if (driver == StorageDriver.Sql && database is null)
        {
            return Failed;
        }

        IReleaseStorage storage = database is null ? ReleaseRun.StorageIn(session, cluster, driver, cluster.Namespace) : database;
        var place = new OperationContext(
            cluster.Objects, new ReleaseStore(storage, session.Generation), cluster.Namespace, session.Generation, host.Clock)
        {
            Redact = host.Redaction.Redact,
            Zone = host.Zones.Local,
        };
        return await RecoverAsync(request, place, ct);
    }

    private static int Failed => ExitCodes.For(Dialect.SecretsKit, Verb, ErrorCode.General);

    private async Task<int> RecoverAsync(RecoverRequest request, OperationContext place, CancellationToken ct)
    {
        var recovery = new RecoveryOperation(place);
        var found = await recovery.DiagnoseAsync(request.Release, ct);
        var holder = found.IsStuck
            ? await ReleaseLock.FindHolderAsync(place.Objects, place.Namespace, request.Release, place.Clock, ct)
            : null;
        var repaired = request.Repairs && found.IsStuck && holder is null
            ? await recovery.RepairAsync(found, "its deployer died, repaired by recover", ct)
            : null;
        var report = new RecoveryReport(place.Namespace, found, holder, repaired);
        if (request.IsJson)
        {
            report.WriteJson(context.Host);
        }
        else
        {
            report.WriteText(context.Terminal);
        }

        return found.Condition != ReleaseCondition.Missing && (repaired ?? found) is { IsStuck: false } ? ExitCodes.Success : Failed;
    }
}
