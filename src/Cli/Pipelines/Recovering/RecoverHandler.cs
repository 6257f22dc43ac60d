using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Locking;
using SecretsKit.Releases.Operations;
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
        await using var place = await ReleasePlace.OpenAsync(context.Host, request.Cluster, ct);
        return await RecoverAsync(request, place.Context, ct);
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
