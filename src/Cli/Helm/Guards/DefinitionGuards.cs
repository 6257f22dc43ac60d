using SecretsKit.Charts.Model;
using SecretsKit.Core.Display;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Cli.Helm.Guards;

/// <summary>CustomResourceDefinitions of a chart that an upgrade leaves alone (pipeline P-143).</summary>
internal static class DefinitionGuards
{
    /// <summary>Adds the guard of an upgrade that went well, if the cluster's definitions are others than the chart's.</summary>
    public static async Task AddAsync(HelmSession session, Chart chart, ObjectClient objects, CancellationToken ct)
    {
        const string id = "K-143";
        var files = chart.CrdFiles.ToList();
        if (files.Count == 0 || !session.Guards.Hints.Shows(id))
        {
            return;
        }

        var names = await new DefinitionDrift(objects, session.Generation).FindAsync(files, ct);
        if (names.Count > 0)
        {
            session.Guards.Add(
                id,
                "an upgrade leaves the definitions under crds/ alone, and the cluster has others: "
                + $"{string.Join(", ", names.Select(DisplayText.Field))}; --update-crds shows how they differ "
                + "and brings them up to date before an upgrade");
        }
    }
}
