using System.Globalization;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>
/// Too few pods in production, too many in staging (pipeline P-115). The namespace or the name of a values file says which it is.
/// </summary>
internal static class Replicas
{
    private const string Id = "K-115";
    private const int LeastInProduction = 3;
    private const int MostInStaging = 2;
    private static readonly char[] Joints = ['/', '.', '-', '_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
    private static readonly string[] ProductionWords = ["production", "prod", "prd"];
    private static readonly string[] StagingWords = ["staging", "stage", "stg"];

    public static AdviceRule Rule { get; } = new(Id, "a service has fewer than 3 pods in production, or more than 2 in staging")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        var names = subject.Files.Select(file => file.Name).Append(subject.Request.Namespace).ToList();
        var isProduction = names.Exists(name => Says(name, ProductionWords));
        if (!isProduction && !names.Exists(name => Says(name, StagingWords)))
        {
            yield break;
        }

        var scalers = subject.Objects.Where(item => item.Kind == "HorizontalPodAutoscaler").ToList();
        foreach (
            var owner in subject.Workloads.Where(workload => workload.IsService && workload.Owner.Kind != "DaemonSet")
                .Select(workload => workload.Owner))
        {
            var scaler = scalers.Find(item => item.Content.TextAt("spec", "scaleTargetRef", "name") == owner.Name);
            var text = (scaler is null ? owner.Content.TextAt("spec", "replicas") : scaler.Content.TextAt("spec", "minReplicas")) ?? "1";
            if (!int.TryParse(text, CultureInfo.InvariantCulture, out var replicas) || replicas == 0)
            {
                continue; // Nothing of it is to run, or the API will complain.
            }

            if (isProduction && replicas < LeastInProduction)
            {
                yield return owner.Warn(
                    Id, $"{owner.Title} has {Pods(replicas)} in production, where {LeastInProduction} outlive the loss of a node");
            }
            else if (!isProduction && replicas > MostInStaging)
            {
                yield return owner.Warn(Id, $"{owner.Title} has {Pods(replicas)} in staging, where {MostInStaging} are enough");
            }
        }
    }

    private static string Pods(int count) => count == 1 ? "1 pod" : $"{count} pods";

    private static bool Says(string name, string[] words) =>
        Array.Exists(words, word => name.Split(Joints).Contains(word, StringComparer.OrdinalIgnoreCase));
}
