using System.Globalization;
using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>The flags of <c>upgrade</c> and <c>rollback</c> alone.</summary>
internal static class UpgradeFlags
{
    private const int DefaultHistory = 10;

    public static readonly Flag Install = new(FlagKind.Switch, "install", "Installs the release if there is none.") { Aliases = ["i"] };
    public static readonly Flag ResetValues = new(FlagKind.Switch, "reset-values", "Takes the values of the chart and those given now.");
    public static readonly Flag ReuseValues = new(
        FlagKind.Switch, "reuse-values", "Takes the values of the last revision, and those given now.");
    public static readonly Flag ResetThenReuse = new(
        FlagKind.Switch, "reset-then-reuse-values", "Takes the values of the chart, those given before, and those given now.");
    public static readonly Flag CleanupOnFail = new(FlagKind.Switch, "cleanup-on-fail", "Deletes what a failed upgrade made.");
    public static readonly Flag HistoryMax = new(FlagKind.Number, "history-max", "How many revisions to keep; 0 for all.")
    {
        // Runbooks have this spelling, too (pipeline P-049).
        Aliases = ["max-history"],
        Default = DefaultHistory.ToString(CultureInfo.InvariantCulture),
        Variable = "HELM_MAX_HISTORY",
    };

    /// <summary>How objects are written.</summary>
    public static ApplyChoice Apply(HelmSession session, ParsedFlags flags) => new()
    {
        ServerSide = session.Generation == HelmGeneration.V3 ? ServerSideUse.No : ServerSide(flags.Text(DeployFlags.ServerSide)),
        ForcesConflicts = flags.IsOn(DeployFlags.ForceConflicts),
        Replaces = flags.IsOn(DeployFlags.Force) || flags.IsOn(DeployFlags.ForceReplace),
    };

    private static ServerSideUse ServerSide(string value) => value switch
    {
        "" or "auto" => ServerSideUse.AsRecorded,
        _ => GoBool.TryParse(value, out var on) && on ? ServerSideUse.Yes : ServerSideUse.No,
    };

    /// <summary>Requires a value of <c>--server-side</c> that Helm knows, if any is given.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it is none.</exception>
    public static void RequireServerSide(HelmSession session, ParsedFlags flags)
    {
        var value = session.Generation == HelmGeneration.V3 ? "" : flags.Text(DeployFlags.ServerSide);
        if (value is not ("" or "auto") && !GoBool.TryParse(value, out _))
        {
            throw new SecretsKitException(ErrorCode.Usage, $"invalid/unknown release server-side apply method: {value}");
        }
    }
}
