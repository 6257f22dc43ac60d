using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>The values of <c>--dry-run</c>.</summary>
internal static class DryRunValue
{
    /// <summary>Requires a value that Helm knows, if any is given.</summary>
    /// <exception cref="SecretsKitException">It is none, in the words of the generation.</exception>
    public static void Require(HelmSession session, ParsedFlags flags)
    {
        var value = flags.Text(HelmFlags.DryRun);
        if (value is not ("" or HelmFlags.BareDryRun or "none" or "server" or "client" or "true" or "false"))
        {
            throw new SecretsKitException(ErrorCode.Usage, session.Generation == HelmGeneration.V4
                ? $"invalid dry-run value ({GoQuote.Format(value)}). Must be \"none\", \"server\", or \"client\""
                : "Invalid dry-run flag. Flag must one of the following: false, true, none, client, server");
        }
    }

    /// <summary>Warns of the flag without a value, which Helm 4 keeps for a while.</summary>
    public static void WarnOfBareFlag(HelmSession session, ParsedFlags flags)
    {
        if (flags.Text(HelmFlags.DryRun) == HelmFlags.BareDryRun)
        {
            session.Log.Write(
                new(NoticeLevel.Warn, "--dry-run is deprecated and should be replaced with '--dry-run=client'") { IsNew = true });
        }
    }

    /// <summary>Requires a dry run for <c>--hide-secret</c>.</summary>
    /// <exception cref="SecretsKitException">There is none.</exception>
    public static void RequireForHiding(HelmSession session, ParsedFlags flags)
    {
        if (!flags.IsOn(HelmFlags.HideSecret) || DeployFlags.DryRun(flags) != DryRunMode.None)
        {
            return;
        }

        const string Message = "hiding Kubernetes secrets requires a dry-run mode";
        if (session.Generation == HelmGeneration.V4)
        {
            session.Log.Write(new(NoticeLevel.Error, Message));
        }

        throw new SecretsKitException(ErrorCode.Usage, session.Generation == HelmGeneration.V4 ? Message : "H" + Message[1..]);
    }
}
