using System.Globalization;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>
/// Autoscalers that cannot work, and annotations of pods that are no texts, as those of monitoring are often written (pipeline P-125).
/// </summary>
internal static class Autoscaling
{
    private const string Id = "K-125";

    public static AdviceRule Rule { get; } = new(Id, "an autoscaler cannot work, or an annotation or label is not a text") { Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject) =>
        subject.Objects.Where(item => item is { Kind: "HorizontalPodAutoscaler", Group: "autoscaling" })
            .SelectMany(scaler => OfScaler(subject, scaler))
            .Concat(subject.Workloads.SelectMany(OfTexts));

    private static IEnumerable<LintMessage> OfScaler(AdviceSubject subject, RenderedObject scaler)
    {
        if (Number(scaler.Content.TextAt("spec", "minReplicas")) is { } least
            && Number(scaler.Content.TextAt("spec", "maxReplicas")) is { } most
            && least > most)
        {
            yield return scaler.Warn(Id, $"{scaler.Title}: minReplicas {least} is more than maxReplicas {most}");
        }

        var (kind, name) = (
            scaler.Content.TextAt("spec", "scaleTargetRef", "kind"), scaler.Content.TextAt("spec", "scaleTargetRef", "name"));
        if (subject.Workloads.FirstOrDefault(workload => workload.Owner.Kind == kind && workload.Owner.Name == name) is not { } target)
        {
            yield break;
        }

        if (target.Owner.Content.TextAt("spec", "replicas") is { } replicas)
        {
            yield return target.Owner.Warn(Id, $"{target.Owner.Title} has replicas: {replicas}, to which each upgrade goes back from " +
                $"what {scaler.Title} has chosen; leave it out where there is an autoscaler");
        }

        if (UsesShareOf(scaler.Content, "cpu")
            && target.Containers.FirstOrDefault(container => new ContainerResources(container.Content.At("resources")) is var resources
                && resources.Request("cpu") is null
                && resources.Limit("cpu") is null) is { } container)
        {
            yield return target.Owner.Warn(Id, $"{container.Title} requests no CPU, and {scaler.Title} compares its use with that");
        }
    }

    private static bool UsesShareOf(Value scaler, string resource) => scaler.TextAt("spec", "targetCPUUtilizationPercentage") is not null
        || scaler.ItemsAt("spec", "metrics")
            .Any(metric => metric.TextAt("type") == "Resource" && metric.TextAt("resource", "name") == resource
            && (metric.TextAt("resource", "target", "type") == "Utilization"
                || metric.TextAt("resource", "targetAverageUtilization") is not null));

    private static IEnumerable<LintMessage> OfTexts(Workload workload)
    {
        foreach (var table in (string[])["annotations", "labels"])
        {
            if (workload.Pod.At("metadata", table).AsMap is not { } map)
            {
                continue;
            }

            foreach (var key in map.SortedKeys.ToArray())
            {
                if (!map[key].IsString && !map[key].IsNil)
                {
                    yield return workload.Owner.Warn(Id, $"pods of {workload.Owner.Title} have in {table} the key {key.RevealText()}, " +
                        "whose value is not a text, which Kubernetes refuses; quote it");
                }
            }
        }
    }

    private static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
