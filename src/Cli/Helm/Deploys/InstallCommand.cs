using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Guards;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.CommandLine;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary><c>helm install</c>: renders a chart and puts its objects into a cluster (spec helm.md 8).</summary>
internal static class InstallCommand
{
    private const string Prefix = "INSTALLATION FAILED: ";

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("install", "[NAME] [CHART] [flags]", "Installs a chart.")
    {
        Flags = generation => new([.. HelmFlags.Release(generation), QueryFlags.Output]),
        Arguments = ArgumentRule.AtLeast(1),
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
            DeployGuards.OfChart(session, flags);
        }
    }

    private static Task<int> DeployAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        // Before the installation begins, so that the messages do not speak of it.
        var format = QueryFlags.Format(flags);
        var labels = DeployFlags.RecordLabels(flags);
        DeprecatedFlags.Check(session, flags);
        if (session.Generation == HelmGeneration.V4)
        {
            DryRunValue.Require(session, flags);
            DryRunValue.WarnOfBareFlag(session, flags);
        }

        return DeployRun.RunAsync(
            session,
            flags,
            () => Prefix,
            async place =>
            {
                _ = ReleaseNames.Read(session, flags, fallback: null);
                DryRunValue.Require(session, flags);
                DryRunValue.RequireForHiding(session, flags);
                var run = new InstallRun(session, flags, place, Options(session, flags, labels));
                var (release, rendered) = await run.RunAsync(ct);
                DeployPrinter.Print(session, flags, format, release, rendered);
                return ExitCodes.Success;
            });
    }

    /// <summary>What the flags say of an installation.</summary>
    public static InstallOptions Options(HelmSession session, ParsedFlags flags, IReadOnlyDictionary<string, string> labels) => new()
    {
        Method = DeployFlags.InstallMethod(session, flags),
        Ownership = DeployFlags.Ownership(flags),
        Fields = DeployFlags.Fields(flags),
        Hooks = DeployFlags.Hooks(flags),
        DryRun = DeployFlags.DryRun(flags),
        Reversal = WaitFlags.Reversal(flags),
        CreatesNamespace = flags.IsOn(DeployFlags.CreateNamespace),
        ReplacesName = flags.IsOn(DeployFlags.Replace),
        SkipsDefinitions = flags.IsOn(DeployFlags.SkipCrds),
        Description = flags.Text(DeployFlags.Description),
        Labels = labels,
    };
}
