using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Definitions;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>Updates the CustomResourceDefinitions of a chart before it is rendered, where flags ask for it.</summary>
internal static class DefinitionUpdates
{
    /// <summary>Shows on standard error how they differ, and updates them; a dry run of the server only shows it.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">
    /// One must not be updated (<see cref="DefinitionCause"/>), or the server refused; nothing of the release is written then.
    /// </exception>
    public static async Task RunAsync(HelmSession session, ParsedFlags flags, Chart chart, ObjectClient objects, CancellationToken ct)
    {
        var mode = DeployFlags.DryRun(flags);
        if (!DefinitionFlags.Updates(flags) || mode == DryRunMode.Client)
        {
            return;
        }

        var changes = await new DefinitionReview(objects, session.Generation).ReadAsync(chart.CrdFiles, ct);
        foreach (var (text, _) in DefinitionLines.Of([.. changes.Where(change => change.Kind is not null)]))
        {
            session.Host.WriteErrorLine(text);
        }

        if (mode == DryRunMode.Server)
        {
            DefinitionUpdate.Require(changes);
            return;
        }

        await new DefinitionUpdate(objects, session.Host.Clock) { ForcesConflicts = flags.IsOn(DeployFlags.ForceConflicts) }
            .RunAsync(changes, ct);
    }
}
