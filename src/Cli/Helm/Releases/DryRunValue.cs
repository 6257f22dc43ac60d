using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Helm.Releases;

/// <summary>The values of <c>--dry-run</c>.</summary>
internal static class DryRunValue
{
    /// <summary>Requires a value that Helm knows, if any is given.</summary>
    /// <exception cref="SecretsKitException">It is none, in the words of the generation.</exception>
    public static void Require(HelmSession session, ParsedFlags flags)
    {
        var value = flags.Text(HelmFlags.DryRun);
        if (value is not ("" or "none" or "server" or "client" or "true" or "false"))
        {
            throw new SecretsKitException(ErrorCode.Usage, session.Generation == HelmGeneration.V4
                ? $"invalid dry-run value ({GoQuote.Format(value)}). Must be \"none\", \"server\", or \"client\""
                : "Invalid dry-run flag. Flag must one of the following: false, true, none, client, server");
        }
    }
}
