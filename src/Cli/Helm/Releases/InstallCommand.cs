using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Releases;

/// <summary>
/// <c>helm install --dry-run=client</c>: the release as it would be, without a cluster (spec helm.md
/// 8). Everything else of install comes later.
/// </summary>
internal static class InstallCommand
{
    private static readonly Flag Output = new(FlagKind.Text, "output", "") { Aliases = ["o"] };

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new(
        "install",
        "[NAME] [CHART] [flags]",
        "Renders a release and prints it, with --dry-run=client; clusters are not asked by this version.")
    {
        Flags = generation => new([.. HelmFlags.Release(generation), Output]),
        Arguments = ArgumentRule.AtLeast(1),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        if (session.Generation == HelmGeneration.V4)
        {
            // Before the installation begins, so that the message does not speak of it.
            DryRunValue.Require(session, flags);
        }

        try
        {
            _ = ReleaseNames.Read(session, flags, fallback: null);
            DryRunValue.Require(session, flags);
            RequireDryRun(session, flags);
            ReleasePrinter.Print(session, flags, await ReleaseCommand.RenderAsync(session, flags, null, null, ct));
            return ExitCodes.Success;
        }
        catch (SecretsKitException failure)
        {
            throw new SecretsKitException(failure.Code, "INSTALLATION FAILED: " + failure.Message, failure) { Hint = failure.Hint };
        }
    }

    // Helm 3 asks the cluster even then.
    private static void RequireDryRun(HelmSession session, ParsedFlags flags)
    {
        if (session.Generation == HelmGeneration.V3 || flags.Text(HelmFlags.DryRun) is not ("client" or "true"))
        {
            throw new SecretsKitException(ErrorCode.Usage, "releases are not installed by this version")
            {
                Hint = session.Generation == HelmGeneration.V4
                    ? "helm install NAME CHART --dry-run=client shows the release, helm template its manifests"
                    : "helm3 template shows the manifests; Helm 4's install --dry-run=client shows the release",
            };
        }

        if (flags.IsGiven(Output) && flags.Text(Output) != "table")
        {
            throw new SecretsKitException(ErrorCode.Usage, $"releases are not printed as {flags.Text(Output)} by this version")
            {
                Hint = "leave out --output",
            };
        }
    }
}
