using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Syncing.Places;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Syncing;

/// <summary>Explains mappings.</summary>
internal sealed class SyncExplainHandler(VerbContext context)
{
    /// <summary>Reads stores and reports.</summary>
    /// <param name="source">The mappings. Without files, they and all they refer to are those of the cluster.</param>
    /// <param name="target">The cluster.</param>
    /// <param name="isJson">Whether the report is for programs.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The exit code: 1 if anything would fail.</returns>
    /// <exception cref="SecretsKitException">The manifests cannot be read, or the cluster cannot be reached.</exception>
    public async Task<int> RunAsync(SyncSource source, ClusterTarget target, bool isJson, CancellationToken ct)
    {
        using var learned = new LearnedValues();
        using var cluster = source.Paths.Count == 0 ? await ClusterSecrets.OpenAsync(context, target, ct) : null;
        await using var manifests = cluster is null
            ? await SyncManifests.ReadAsync(context, source, learned, cluster: null, ct)
            : await SyncManifests.OfClusterAsync(context, source, learned, cluster, ct);
        manifests.NoteOthers(context);
        var since = context.Host.Clock.GetUtcNow();
        var report = new ExplanationReport(context, learned);
        var fails = false;
        foreach (var mapping in manifests.Mappings)
        {
            var explained = await manifests.Sync.ExplainAsync(mapping, since, ct);
            fails |= explained.Fails;
            if (isJson)
            {
                report.WriteJson(mapping, manifests.FileOf(mapping), explained);
            }
            else
            {
                report.Print(mapping, manifests.FileOf(mapping), explained);
            }
        }

        return fails ? ExitCodes.For(Dialect.SecretsKit, "sync explain", ErrorCode.General) : ExitCodes.Success;
    }
}
