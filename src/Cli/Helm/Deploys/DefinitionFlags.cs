using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>
/// The flag that has the CustomResourceDefinitions of a chart updated, which Helm never does in an upgrade (pipeline P-144).
/// </summary>
internal static class DefinitionFlags
{
    public static readonly Flag UpdateCrds = new(
        FlagKind.Switch, "update-crds", "Brings the definitions under crds/ up to date first, unless objects would be lost.")
    {
        Variable = "SECRETSKIT_UPDATE_CRDS",
    };

    /// <summary>Whether they are updated: <c>--skip-crds</c> counts more than the variable.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: both flags are given.</exception>
    public static bool Updates(ParsedFlags flags) => !flags.IsOn(DeployFlags.SkipCrds)
        ? flags.IsOn(UpdateCrds)
        : flags.IsGiven(UpdateCrds) && flags.IsOn(UpdateCrds)
            ? throw new SecretsKitException(ErrorCode.Usage, "--update-crds and --skip-crds exclude each other")
            : false;

    /// <summary>Refuses the flag for plans. The variable does not count for them.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it is given.</exception>
    public static void RequireNone(ParsedFlags flags)
    {
        if (flags.IsGiven(UpdateCrds) && flags.IsOn(UpdateCrds))
        {
            throw new SecretsKitException(ErrorCode.Usage, "a plan holds no updates of definitions that are there")
            {
                Hint = "run 'secretskit pipeline crds apply CHART' first, then make the plan without --update-crds",
            };
        }
    }
}
