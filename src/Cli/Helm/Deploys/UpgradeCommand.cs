using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Guards;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary><c>helm upgrade</c>: brings a release to what a chart and values say now (spec helm.md 9).</summary>
internal static class UpgradeCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("upgrade", "[RELEASE] [CHART] [flags]", "Upgrades a release.")
    {
        Flags = generation => new(
        [
            .. HelmFlags.Release(generation), QueryFlags.Output, UpgradeFlags.Install, UpgradeFlags.ResetValues, UpgradeFlags.ReuseValues,
            UpgradeFlags.ResetThenReuse, UpgradeFlags.CleanupOnFail, UpgradeFlags.HistoryMax,
        ]),
        Arguments = ArgumentRule.Exactly(2),
        UsesCluster = true,
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        try
        {
            return await DeployAsync(session, flags, ct);
        }
        finally
        {
            DeployGuards.OfUpgrade(session, flags);
        }
    }

    private static Task<int> DeployAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        // Before the upgrade begins, so that the messages do not speak of it.
        var format = QueryFlags.Format(flags);
        var labels = DeployFlags.RecordLabels(flags);
        DeprecatedFlags.Check(session, flags);
        DryRunValue.Require(session, flags);
        DryRunValue.WarnOfBareFlag(session, flags);
        UpgradeRun? run = null;
        return DeployRun.RunAsync(
            session,
            flags,
            () => run is { HasBegun: true } ? "UPGRADE FAILED: " : "",
            async place =>
            {
                if (flags.IsOn(UpgradeFlags.Install) && await IsMissingAsync(session, flags, place, ct))
                {
                    return await InstallAsync(session, flags, place, format, labels, ct);
                }

                run = new(session, flags, place, Options(session, flags, labels));
                return await UpgradeAsync(session, flags, place, run, format, ct);
            });
    }

    /// <summary>Whether there is no such release, or only its history.</summary>
    public static async Task<bool> IsMissingAsync(HelmSession session, ParsedFlags flags, DeployPlace place, CancellationToken ct)
    {
        var context = await place.OpenAsync(ct);
        ReleaseLookup.RequireName(flags.Arguments[0], "release name is invalid");
        var last = (await context.Store.LoadHistoryAsync(flags.Arguments[0], ct)).Last;
        return last is null || last.Summary!.Status == ReleaseStatus.Uninstalled;
    }

    private static async Task<int> InstallAsync(
        HelmSession session,
        ParsedFlags flags,
        DeployPlace place,
        OutputFormat format,
        IReadOnlyDictionary<string, string> labels,
        CancellationToken ct)
    {
        if (format == OutputFormat.Table)
        {
            session.Host.WriteReportLine($"Release \"{flags.Arguments[0]}\" does not exist. Installing it now.");
        }

        // A release that is uninstalled leaves its name and its history.
        var options = InstallCommand.Options(session, flags, labels) with { ReplacesName = true };
        var (release, rendered) = await new InstallRun(session, flags, place, options).RunAsync(ct);
        DeployPrinter.Print(session, flags, format, release, rendered);
        return ExitCodes.Success;
    }

    private static async Task<int> UpgradeAsync(
        HelmSession session, ParsedFlags flags, DeployPlace place, UpgradeRun run, OutputFormat format, CancellationToken ct)
    {
        var (release, rendered) = await run.RunAsync(ct);
        var context = await place.OpenAsync(ct);
        await DefinitionGuards.AddAsync(session, rendered.Rendering.Chart.Source, context.Objects, ct);
        if (format == OutputFormat.Table)
        {
            session.Host.WriteReportLine($"Release \"{release.Name}\" has been upgraded. Happy Helming!");
        }

        DeployPrinter.Print(session, flags, format, release, rendered);
        return ExitCodes.Success;
    }

    /// <summary>What the flags say of an upgrade.</summary>
    public static UpgradeOptions Options(HelmSession session, ParsedFlags flags, IReadOnlyDictionary<string, string> labels) => new()
    {
        Apply = UpgradeFlags.Apply(session, flags),
        Ownership = DeployFlags.Ownership(flags),
        Fields = DeployFlags.Fields(flags),
        Hooks = DeployFlags.Hooks(flags),
        DryRun = DeployFlags.DryRun(flags),
        Reversal = WaitFlags.Reversal(flags),
        Cleanup = flags.IsOn(UpgradeFlags.CleanupOnFail) ? FailureCleanup.Delete : FailureCleanup.Keep,
        HistoryLimit = flags.Number(UpgradeFlags.HistoryMax),
        Description = flags.Text(DeployFlags.Description),
        Labels = labels,
    };
}
