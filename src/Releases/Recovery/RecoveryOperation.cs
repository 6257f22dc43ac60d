using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Recovery;

/// <summary>
/// Repairs a release whose deployer ended before it could record how its operation went. Objects are not touched but by going on with a
/// removal: the next upgrade brings them to what it says.
/// </summary>
/// <param name="context">Where.</param>
public sealed class RecoveryOperation(OperationContext context)
{
    /// <summary>Says what state a release is in.</summary>
    /// <exception cref="SecretsKitException">The storage failed.</exception>
    public async Task<ReleaseDiagnosis> DiagnoseAsync(string name, CancellationToken cancellationToken) =>
        ReleaseDiagnosis.Of(await context.Store.LoadHistoryAsync(name, cancellationToken));

    /// <summary>Repairs it: a release that is not stuck stays as it is.</summary>
    /// <param name="diagnosis">What was found.</param>
    /// <param name="reason">Why the operation has no end, for the history: <c>its deployer alice@runner-7 died</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the release is now.</returns>
    /// <exception cref="SecretsKitException">A record cannot be written, or objects cannot be deleted.</exception>
    public async Task<ReleaseDiagnosis> RepairAsync(ReleaseDiagnosis diagnosis, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        switch (diagnosis.Condition)
        {
            case ReleaseCondition.Unfinished:
                await RecordAsync(diagnosis, ReleaseStatus.Failed, $"{Word(diagnosis)} did not end: {reason}", cancellationToken);
                break;
            case ReleaseCondition.Unrecorded:
                await RecordAsync(
                    diagnosis, ReleaseStatus.Deployed, $"{Word(diagnosis)} complete, recorded afterwards: {reason}", cancellationToken);
                break;
            case ReleaseCondition.HalfDeleted:
                await new UninstallOperation(context, new()).RunAsync(diagnosis.Release, cancellationToken);
                break;
            default:
                break;
        }

        return await DiagnoseAsync(diagnosis.Release, cancellationToken);
    }

    private static string Word(ReleaseDiagnosis diagnosis) => diagnosis.Last!.Status switch
    {
        ReleaseStatus.PendingInstall => "Install",
        ReleaseStatus.PendingRollback => "Rollback",
        _ => "Upgrade",
    };

    private async Task RecordAsync(ReleaseDiagnosis diagnosis, ReleaseStatus status, string description, CancellationToken ct)
    {
        var history = await context.Store.LoadHistoryAsync(diagnosis.Release, ct);
        if (history.Find(diagnosis.Last!.Revision) is { } record && record.Summary!.Status == diagnosis.Last.Status)
        {
            var release = record.Read().With(status, description);
            await context.Store.UpdateAsync(WithLeftObjects(release, history), ct);
        }
    }

    // A rollback compares its target with the last revision alone: what the one before that has beyond both would stay for ever.
    private Release WithLeftObjects(Release release, ReleaseHistory history)
    {
        if (history.Last?.Status != ReleaseStatus.PendingRollback || history.LastDeployed?.Read() is not { } deployed)
        {
            return release;
        }

        var known = ManifestDocuments.Read(release.Manifest.Memory, context.Generation).Select(item => item.Reference).ToHashSet();
        var manifest = new ArrayBufferWriter<byte>();
        manifest.Write(release.Manifest.Span);
        foreach (var (reference, document) in ManifestDocuments.Read(deployed.Manifest.Memory, context.Generation))
        {
            if (!known.Contains(reference))
            {
                manifest.Write("\n---\n"u8);
                KubernetesYaml.Write(Value.Of(document), manifest);
            }
        }

        return release.WithManifest(new(manifest.WrittenMemory));
    }
}
