using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.CommandLine;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Guards;

/// <summary>What flags of deploys leave unsafe (pipeline P-046, P-053, P-055, P-127, P-128).</summary>
internal static class DeployGuards
{
    /// <summary>Guards of <c>upgrade</c>.</summary>
    public static void OfUpgrade(HelmSession session, ParsedFlags flags)
    {
        OfChart(session, flags);
        if (flags.IsOn(UpgradeFlags.ReuseValues))
        {
            session.Guards.Add(
                "K-053",
                "--reuse-values goes on with the values of the last revision: defaults that are new in this chart are missed; "
                + "--reset-then-reuse-values takes them, and the values given before");
        }

        if (session.Guards.Hints.IsInPipeline && DeployFlags.DryRun(flags) == DryRunMode.None)
        {
            AddSafety(session, flags);
        }
    }

    /// <summary>Guards of commands with a chart.</summary>
    public static void OfChart(HelmSession session, ParsedFlags flags)
    {
        OfRelease(session, flags);
        var reference = ChartFlags.Reference(flags, flags.Arguments is [.., var last] ? last : "");
        var isRemote = reference.Repository.Length > 0 || reference.Name.StartsWith("oci://", StringComparison.Ordinal);
        if (isRemote && !IsPinned(reference))
        {
            var version = session.Hints.Chart?.Metadata.Version;
            session.Guards.Add(
                "K-128",
                $"no exact version is given for the chart {DisplayText.Field(reference.Name)}, so that the next run may take another one; "
                + (version is { Length: > 0 } ? $"add --version {DisplayText.Field(version)}" : "add --version VERSION"));
        }
    }

    /// <summary>Guards of commands with a release.</summary>
    public static void OfRelease(HelmSession session, ParsedFlags flags)
    {
        if (flags.Text(HelmFlags.Namespace).Length == 0)
        {
            session.Guards.Add(
                "K-127", "no namespace is named, so the current one of the kubeconfig counts; name it with -n NAMESPACE or HELM_NAMESPACE");
        }
    }

    private static void AddSafety(HelmSession session, ParsedFlags flags)
    {
        var undo = session.Generation == HelmGeneration.V4 ? "--rollback-on-failure" : "--atomic";
        var waits = flags.IsGiven(WaitFlags.Wait) || flags.IsGiven(WaitFlags.WaitStrategy);
        if (WaitFlags.Reversal(flags) == FailureReversal.Undo)
        {
            return;
        }

        if (waits)
        {
            session.Guards.Add(
                "K-046", $"--wait alone leaves a failed upgrade as it is, and fails the pipeline; {undo} brings the last revision back");
            return;
        }

        session.Guards.Add(
            "K-055",
            $"this upgrade waits for nothing, so a pipeline goes on while its pods fail; add {undo} --timeout 5m, which waits and undoes "
            + "what fails");
    }

    private static bool IsPinned(ChartReference reference) => reference.Name.Contains("@sha256:", StringComparison.Ordinal)
        || (reference.Version.Length > 0 && SemanticVersion.TryParse(reference.Version.TrimStart('v'), SemanticVersionStyle.Strict, out _));
}
