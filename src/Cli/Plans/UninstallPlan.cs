using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Frozen;

namespace SecretsKit.Cli.Plans;

/// <summary><c>plan uninstall</c>: a removal as a plan.</summary>
internal static class UninstallPlan
{
    /// <summary>Finds the objects and plans.</summary>
    /// <exception cref="SecretsKitException">It failed.</exception>
    public static Task<FrozenPlan> MakeAsync(PlanRequest request, CancellationToken ct)
    {
        var flags = request.Flags;
        if (flags.Arguments.Count != 1)
        {
            throw new SecretsKitException(ErrorCode.Usage, "a plan is about one release") { Hint = "make a plan for each" };
        }

        ReleaseLookup.RequireName(flags.Arguments[0], "release name is invalid");
        var options = UninstallCommand.Options(flags, UninstallCommand.Propagation(flags));
        var settings = new FrozenSettings
        {
            Hooks = options.Hooks,
            History = options.History,
            Propagation = options.Propagation,
            Description = options.Description,
        };
        return request.Planning(settings).OfUninstallAsync(flags.Arguments[0], ct);
    }
}
