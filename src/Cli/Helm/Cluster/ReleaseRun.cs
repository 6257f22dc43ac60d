using SecretsKit.Charts.Logging;
using SecretsKit.Cli.Dialects;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Records.Storage.Cluster;
using SecretsKit.Releases.Records.Storage.Sql;

namespace SecretsKit.Cli.Helm.Cluster;

/// <summary>The frame of commands on releases: the storage that <c>HELM_DRIVER</c> names, and its failures in Helm's words.</summary>
internal static class ReleaseRun
{
    // The lines of Helm 3's own source that report these.
    private const string DriverSource = "helm.go:83";
    private const string MemorySource = "helm.go:122";

    /// <summary>Runs a command.</summary>
    /// <param name="session">Streams, environment, generation.</param>
    /// <param name="flags">The command line.</param>
    /// <param name="scope">Where releases are looked for.</param>
    /// <param name="work">What the command does; it returns the exit code.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">The cluster, the storage or the command failed.</exception>
    public static Task<int> RunAsync(
        HelmSession session, ParsedFlags flags, ReleaseScope scope, Func<ReleaseStore, Task<int>> work, CancellationToken ct) =>
        RunAsync(session, flags, scope, (_, store) => work(store), needsCluster: false, ct);

    /// <summary>Runs a command that reads objects, too: the cluster is opened also where a database has the records.</summary>
    /// <inheritdoc cref="RunAsync(HelmSession, ParsedFlags, ReleaseScope, Func{ReleaseStore, Task{int}}, CancellationToken)"/>
    public static Task<int> RunAsync(
        HelmSession session,
        ParsedFlags flags,
        ReleaseScope scope,
        Func<ClusterSession, ReleaseStore, Task<int>> work,
        CancellationToken ct) => RunAsync(session, flags, scope, (cluster, store) => work(cluster!, store), needsCluster: true, ct);

    private static async Task<int> RunAsync(
        HelmSession session,
        ParsedFlags flags,
        ReleaseScope scope,
        Func<ClusterSession?, ReleaseStore, Task<int>> work,
        bool needsCluster,
        CancellationToken ct)
    {
        var name = session.Host.Environment.Variable("HELM_DRIVER") ?? "";
        try
        {
            return StorageDriverName.Parse(name) switch
            {
                StorageDriver.Sql when needsCluster => await InDatabaseAsync(session, flags, scope, work, ct),
                StorageDriver.Sql => await InDatabaseAsync(session, flags, scope, null, work),
                StorageDriver.Memory => InMemory(session),
                { } driver => await InClusterAsync(session, flags, scope, driver, work, ct),
                null => Refuse(session, $"unknown driver {GoQuote.Format(name)}", DriverSource),
            };
        }
        catch (SecretsKitException failure) when (ClusterFailures.OfStorage(session, failure) is { } worded)
        {
            throw worded;
        }
    }

    /// <summary>The records in the objects of a cluster.</summary>
    internal static ClusterReleaseStorage StorageIn(HelmSession session, ClusterSession cluster, StorageDriver driver, string place) =>
        driver == StorageDriver.Secret
            ? ClusterReleaseStorage.InSecrets(cluster.Client, place, session.Host.Clock)
            : ClusterReleaseStorage.InConfigMaps(cluster.Client, place, session.Host.Clock);

    private static async Task<int> InClusterAsync(
        HelmSession session, ParsedFlags flags, ReleaseScope scope, StorageDriver driver,
        Func<ClusterSession?, ReleaseStore, Task<int>> work, CancellationToken ct)
    {
        using var cluster = ClusterSession.Open(session, flags);
        await cluster.RequireReachableAsync(ct);
        var place = scope == ReleaseScope.AllNamespaces ? "" : cluster.Namespace;
        return await work(cluster, new(StorageIn(session, cluster, driver, place), session.Generation));
    }

    private static async Task<int> InDatabaseAsync(
        HelmSession session,
        ParsedFlags flags,
        ReleaseScope scope,
        Func<ClusterSession?, ReleaseStore, Task<int>> work,
        CancellationToken ct)
    {
        using var cluster = ClusterSession.Open(session, flags);
        await cluster.RequireReachableAsync(ct);
        return await InDatabaseAsync(session, flags, scope, cluster, work);
    }

    // Records in a database can be read while the cluster is away.
    private static async Task<int> InDatabaseAsync(
        HelmSession session,
        ParsedFlags flags,
        ReleaseScope scope,
        ClusterSession? cluster,
        Func<ClusterSession?, ReleaseStore, Task<int>> work)
    {
        if (Database(session) is not { } settings)
        {
            return Failed;
        }

        var place = scope == ReleaseScope.AllNamespaces ? "" : ClusterSession.NamespaceOf(session, flags);
        await using var storage = new SqlReleaseStorage(settings, place, session.Host.Clock);
        return await work(cluster, new(storage, session.Generation));
    }

    /// <summary>The database that a variable names; null where it names none, which has been reported then.</summary>
    internal static SqlSettings? Database(HelmSession session)
    {
        var environment = session.Host.Environment;
        try
        {
            return SqlConnectionText.Parse(environment.Variable("HELM_DRIVER_SQL_CONNECTION_STRING") ?? "", environment.Variable);
        }
        catch (SecretsKitException failure)
        {
            Refuse(session, "unable to instantiate SQL driver: " + failure.Message, DriverSource);
            return null;
        }
    }

    /// <summary>
    /// What carries the records; null where it cannot be used by commands that change them, which has been reported then.
    /// </summary>
    internal static StorageDriver? Driver(HelmSession session)
    {
        var name = session.Host.Environment.Variable("HELM_DRIVER") ?? "";
        switch (StorageDriverName.Parse(name))
        {
            case StorageDriver.Memory:
                InMemory(session);
                return null;
            case { } driver:
                return driver;
            default:
                Refuse(session, $"unknown driver {GoQuote.Format(name)}", DriverSource);
                return null;
        }
    }

    // Releases of a process that ended are nowhere; those that files are to bring along are not read.
    private static int InMemory(HelmSession session) =>
        session.Host.Environment.Variable("HELM_MEMORY_DRIVER_DATA") is { Length: > 0 }
            ? throw new SecretsKitException(ErrorCode.Usage, "HELM_MEMORY_DRIVER_DATA: releases are not read from files by this version")
            {
                Hint = "leave out HELM_DRIVER to read the releases of the cluster",
            }
            : Refuse(session, "Unable to read memory driver dataopen : no such file or directory", MemorySource);

    /// <summary>
    /// Reports that the database of the records cannot be opened, as Helm does: as a notice, without the words of the command.
    /// </summary>
    /// <returns>The exit code; null where the failure is about something else.</returns>
    internal static int? RefuseDatabase(HelmSession session, SecretsKitException failure)
    {
        if (failure.Causes.OfType<StorageCause>().FirstOrDefault() is not { Operation: StorageOperation.Open } cause)
        {
            return null;
        }

        var reason = cause.Socket is { } error ? GoHttpFailure.DescribeConnection(cause.Address, error) : failure.Message;
        var code = Refuse(session, "unable to instantiate SQL driver: " + reason, DriverSource);
        if (session.ShowsHints && failure.Hint is { } hint)
        {
            session.Host.WriteErrorLine("hint: " + hint);
        }

        return code;
    }

    private static int Failed => ExitCodes.For(Dialect.Helm, "", ErrorCode.General);

    // Helm reports these as notices, without the word Error.
    private static int Refuse(HelmSession session, string message, string source)
    {
        session.Log.Write(new(NoticeLevel.Info, message) { LegacySource = source });
        return Failed;
    }
}
