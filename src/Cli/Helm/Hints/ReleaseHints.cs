using SecretsKit.Core.Errors;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at releases that are not there, or that another operation is at: commands to copy, with their namespace.</summary>
internal static class ReleaseHints
{
    /// <summary>The hint, or null.</summary>
    public static string? For(IReadOnlyList<FailureCause> causes, HintContext context)
    {
        var place = context.Namespace.Length > 0 ? $" -n {context.Namespace}" : "";
        return causes.First<DeployCause>() switch
        {
            { Fault: DeployFault.Pending, Subject: var name } =>
                $"wait for the other operation; if it was killed, 'secretskit pipeline recover {name}{place}' says what to do",
            { Fault: DeployFault.NotDeployed } when context.Command != "upgrade" =>
                $"'secretskit helm list{place}' shows which releases there are"
                    + (place.Length > 0 ? "" : "; -n NAMESPACE names another namespace"),
            _ => null,
        };
    }
}
