using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Releases.Frozen;

namespace SecretsKit.Cli.Plans;

/// <summary><c>plan upgrade</c>: an upgrade, or with <c>--install</c> an installation, as a plan.</summary>
internal static class UpgradePlan
{
    /// <summary>Renders and plans.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">It failed.</exception>
    public static async Task<FrozenPlan> MakeAsync(PlanRequest request, CancellationToken ct)
    {
        var (session, flags) = (request.Session, request.Flags);
        UpgradeFlags.RequireServerSide(session, flags);
        DefinitionFlags.RequireNone(flags);
        return flags.IsOn(UpgradeFlags.Install) && await UpgradeCommand.IsMissingAsync(session, flags, request.Place, ct)
            ? await InstallAsync(request, ct)
            : await UpgradeAsync(request, ct);
    }

    private static async Task<FrozenPlan> UpgradeAsync(PlanRequest request, CancellationToken ct)
    {
        var (session, flags) = (request.Session, request.Flags);
        var options = UpgradeCommand.Options(session, flags, DeployFlags.RecordLabels(flags));
        var (operation, prepared) = await new UpgradeRun(session, flags, request.Place, options).PrepareAsync(ct);
        var settings = new FrozenSettings
        {
            Apply = options.Apply,
            Hooks = options.Hooks,
            Reversal = options.Reversal,
            Cleanup = options.Cleanup,
            HistoryLimit = options.HistoryLimit,
            Description = options.Description,
        };
        return await request.Planning(settings).OfUpgradeAsync(operation, prepared, ct);
    }

    private static async Task<FrozenPlan> InstallAsync(PlanRequest request, CancellationToken ct)
    {
        var (session, flags) = (request.Session, request.Flags);
        var options = InstallCommand.Options(session, flags, DeployFlags.RecordLabels(flags)) with { ReplacesName = true };
        var (operation, prepared, definitions) = await new InstallRun(session, flags, request.Place, options).PrepareAsync(ct);
        var settings = new FrozenSettings
        {
            Hooks = options.Hooks,
            Reversal = options.Reversal,
            Description = options.Description,
            CreatesNamespace = options.CreatesNamespace,
        };
        return await request.Planning(settings).OfInstallAsync(operation, prepared, definitions, ct);
    }
}
