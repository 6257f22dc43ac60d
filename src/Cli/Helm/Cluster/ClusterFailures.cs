using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Cli.Helm.Cluster;

/// <summary>Failures of clusters and of storages of releases in Helm's words.</summary>
internal static class ClusterFailures
{
    /// <summary>The cluster cannot be asked anything.</summary>
    /// <param name="session">Whose words, and whether hints are shown.</param>
    /// <param name="failure">Why.</param>
    /// <param name="hint">The next step, where the failure has none. Default: none.</param>
    public static SecretsKitException Unreachable(HelmSession session, SecretsKitException failure, string? hint = null) => With(
        session,
        failure,
        (session.Generation == HelmGeneration.V4 ? "kubernetes" : "Kubernetes") + " cluster unreachable: " + Reason(failure),
        failure.Hint ?? hint);

    /// <summary>A storage failed; null for failures of other kinds, which are words enough.</summary>
    public static SecretsKitException? OfStorage(HelmSession session, SecretsKitException failure) => failure.Cause switch
    {
        StorageCause cause when failure.InnerException is SecretsKitException inner =>
            With(session, failure, Step(cause) + Reason(inner), failure.Hint),
        RecordCause cause => With(session, failure, $"get: failed to decode data \"{cause.Name}\": {failure.Message}", failure.Hint),
        _ => null,
    };

    /// <summary>What happened on the way to a server, or what it said.</summary>
    public static string Reason(SecretsKitException failure) => failure is HttpTransportException { Failure: var http }
        ? GoHttpFailure.Report(http)
        : failure.Message;

    // ConfigMaps say nothing of the step.
    private static string Step(StorageCause cause) => (cause.Driver, cause.Operation) switch
    {
        (StorageDriver.Secret, StorageOperation.List) => "list: failed to list: ",
        (StorageDriver.Secret, StorageOperation.Query) => "query: failed to query with labels: ",
        (StorageDriver.Secret, StorageOperation.Create) => "create: failed to create: ",
        (StorageDriver.Secret, StorageOperation.Update) => "update: failed to update: ",
        (StorageDriver.Secret, StorageOperation.Get) => $"get: failed to get \"{cause.Record}\": ",
        _ => "",
    };

    // Programs that know Helm's messages get no line more.
    private static SecretsKitException With(HelmSession session, SecretsKitException failure, string message, string? hint) =>
        new(failure.Code, message, failure) { Cause = failure.Cause, Hint = session.ShowsHints ? hint : null };
}
