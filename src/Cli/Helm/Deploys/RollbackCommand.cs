using System.Globalization;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Guards;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary><c>helm rollback</c>: brings a release back to an earlier revision (spec helm.md 10).</summary>
internal static class RollbackCommand
{
    private static readonly Flag RecreatePods = new(FlagKind.Switch, "recreate-pods", "") { IsHidden = true };

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new(
        "rollback", "<RELEASE> [REVISION] [flags]", "Brings a release back to an earlier revision.")
    {
        Flags = generation => HelmFlags.With(
        [
            HelmFlags.DryRun, HelmFlags.NoHooks, DeployFlags.Force, UpgradeFlags.CleanupOnFail, UpgradeFlags.HistoryMax,
            LockFlags.Lock, TrackFlags.Track, OrderFlags.Ordered, .. WaitFlags.OfRollback(generation),
            .. generation == Charts.Model.HelmGeneration.V4
                ? (Flag[])[DeployFlags.ForceReplace, DeployFlags.ForceConflicts, DeployFlags.ServerSide]
                : [RecreatePods],
        ]),
        Arguments = ArgumentRule.AtLeast(1),
        UsesCluster = true,
        Run = RunAsync,
    };

    private static Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        DeprecatedFlags.Check(session, flags);
        DryRunValue.Require(session, flags);
        DryRunValue.WarnOfBareFlag(session, flags);
        return DeployRun.RunAsync(
            session,
            flags,
            () => "",
            async place =>
            {
                var revision = flags.Arguments.Count > 1 ? Revision(flags.Arguments[1]) : 0;
                UpgradeFlags.RequireServerSide(session, flags);
                var context = await place.OpenAsync(ct);
                ReleaseLookup.RequireName(flags.Arguments[0], "rollback: Release name is invalid");
                await place.LockAsync(flags.Arguments[0], ct);
                var options = Options(session, flags);
                var release = await new RollbackOperation(context, options).RunAsync(flags.Arguments[0], revision, ct);
                session.Host.WriteReportLine("Rollback was a success! Happy Helming!");
                DeployGuards.OfRelease(session, flags);
                if (options.DryRun == DryRunMode.None)
                {
                    RollbackGuards.Add(session, release);
                }

                return ExitCodes.Success;
            });
    }

    /// <summary>What the flags say of a rollback.</summary>
    public static RollbackOptions Options(HelmSession session, ParsedFlags flags) => new()
    {
        Apply = UpgradeFlags.Apply(session, flags),
        Hooks = DeployFlags.Hooks(flags),
        DryRun = DeployFlags.DryRun(flags),
        Cleanup = flags.IsOn(UpgradeFlags.CleanupOnFail) ? FailureCleanup.Delete : FailureCleanup.Keep,
        HistoryLimit = flags.Number(UpgradeFlags.HistoryMax),
    };

    /// <summary>The number of a revision.</summary>
    public static int Revision(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new SecretsKitException(
            ErrorCode.Usage, $"could not convert revision to a number: strconv.Atoi: parsing {GoQuote.Format(text)}: invalid syntax");
}
