using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>Rules on kinds of objects.</summary>
internal static class WorkloadRules
{
    private const string Policy = "helm.sh/resource-policy";

    /// <summary>Workloads must select their pods. The reference looks for the words anywhere in the file.</summary>
    public static string? Selector(LintDocument document, ReadOnlySpan<byte> file) =>
        document.Kind is "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet"
            && file.IndexOf("matchLabels"u8) < 0
            && file.IndexOf("matchExpressions"u8) < 0
            ? $"a {document.Kind} must contain matchLabels or matchExpressions, and {GoQuote.Format(document.Name)} does not"
            : null;

    /// <summary>What is kept must stand for itself, not inside a list. The reference reads the first document of the file.</summary>
    public static string? ListAnnotation(LintDocument document, ReadOnlyMemory<byte> file, HelmGeneration generation)
    {
        if (document.Kind != "List")
        {
            return null;
        }

        try
        {
            var isKept = LintDocument.ReadValue(file).AsMap is { } map
                && new GoStruct(map, "").List("items", "struct") is { } items
                && items.Items.ToArray()
                    .Any(item => item.AsMap is { } one
                        && new GoStruct(one, "").Struct("metadata", "struct")?.StringMap("annotations") is { } annotations
                    && annotations.Any(annotation => annotation.Key == Policy));
            return isKept ? $"{(generation == HelmGeneration.V4 ? 'a' : 'A')}nnotation '{Policy}' within List objects are ignored" : null;
        }
        catch (ChartException failure)
        {
            return "unable to parse YAML: " + failure.Message;
        }
    }
}
