using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Plans;

/// <summary><c>plan rollback</c>: a rollback as a plan.</summary>
internal static class RollbackPlan
{
    /// <summary>Finds the revision and plans.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">It failed.</exception>
    public static async Task<FrozenPlan> MakeAsync(PlanRequest request, CancellationToken ct)
    {
        var flags = request.Flags;
        UpgradeFlags.RequireServerSide(request.Session, flags);
        ReleaseLookup.RequireName(flags.Arguments[0], "release name is invalid");
        var revision = flags.Arguments.Count > 1 ? RollbackCommand.Revision(flags.Arguments[1]) : 0;
        var options = RollbackCommand.Options(request.Session, flags);
        var operation = new RollbackOperation(request.Operation, options);
        var prepared = await operation.PrepareAsync(flags.Arguments[0], revision, ct);
        var settings = new FrozenSettings
        {
            Apply = options.Apply,
            Hooks = options.Hooks,
            Cleanup = options.Cleanup,
            HistoryLimit = options.HistoryLimit,
        };
        return await request.Planning(settings).OfRollbackAsync(operation, prepared, ct);
    }
}
