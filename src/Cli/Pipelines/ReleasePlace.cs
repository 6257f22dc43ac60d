using SecretsKit.Charts.Logging;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Records.Storage.Sql;

namespace SecretsKit.Cli.Pipelines;

/// <summary>The cluster and the records that verbs about releases work on, as <c>HELM_DRIVER</c> says. Disposing closes both.</summary>
internal sealed class ReleasePlace : IAsyncDisposable
{
    private readonly ClusterSession _cluster;
    private readonly SqlReleaseStorage? _database;

    private ReleasePlace(CliHost host, HelmSession session, ClusterSession cluster, StorageDriver driver)
    {
        _cluster = cluster;
        _database = driver == StorageDriver.Sql ? new(Settings(host), cluster.Namespace, host.Clock) : null;
        IReleaseStorage storage = _database is null ? ReleaseRun.StorageIn(session, cluster, driver, cluster.Namespace) : _database;
        Context = new(
            cluster.Objects, new ReleaseStore(storage, session.Generation), cluster.Namespace, session.Generation, host.Clock)
        {
            Redact = host.Redaction.Redact,
            Zone = host.Zones.Local,
        };
    }

    /// <summary>Both.</summary>
    public OperationContext Context { get; }

    /// <summary>Opens them, having asked the server for its version.</summary>
    /// <exception cref="SecretsKitException">
    /// The kubeconfig is wrong, there is no answer, or HELM_DRIVER or HELM_DRIVER_SQL_CONNECTION_STRING name no storage that lasts.
    /// </exception>
    public static async Task<ReleasePlace> OpenAsync(CliHost host, ClusterTarget target, CancellationToken ct)
    {
        var name = host.Environment.Variable("HELM_DRIVER") ?? "";
        if (StorageDriverName.Parse(name) is not { } driver || driver == StorageDriver.Memory)
        {
            throw new SecretsKitException(ErrorCode.Usage, DisplayText.Message($"HELM_DRIVER: \"{name}\" holds no releases"))
            {
                Hint = "leave it out for releases in Secrets, or name configmap or sql",
            };
        }

        var session = new HelmSession(host, HelmProgram.GenerationOf(host.Environment), SilentChartLog.Instance) { ShowsHints = true };
        var cluster = ClusterSession.Open(session, target);
        try
        {
            await cluster.RequireReachableAsync(ct);
            return new(host, session, cluster, driver);
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _cluster.Dispose();
    }

    private static SqlSettings Settings(CliHost host) => SqlConnectionText.Parse(
        host.Environment.Variable("HELM_DRIVER_SQL_CONNECTION_STRING") ?? "", host.Environment.Variable);
}
