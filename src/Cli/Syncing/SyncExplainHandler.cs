using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Syncing;

/// <summary>Explains mappings.</summary>
internal sealed class SyncExplainHandler(VerbContext context)
{
    /// <summary>Reads stores and reports.</summary>
    /// <returns>The exit code: 1 if anything would fail.</returns>
    /// <exception cref="SecretsKitException">The manifests cannot be read.</exception>
    public async Task<int> RunAsync(SyncSource source, bool isJson, CancellationToken ct)
    {
        using var learned = new LearnedValues();
        await using var manifests = await SyncManifests.ReadAsync(context, source, learned, cluster: null, ct);
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
