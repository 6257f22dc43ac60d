namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>Workloads and services that do not select their own pods (pipeline P-116).</summary>
internal static class Selectors
{
    private const string Id = "K-116";

    public static AdviceRule Rule { get; } = new(Id, "a selector does not match the labels of its pods") { Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (
            var workload in subject.Workloads.Where(
                workload => workload.Owner.Kind is "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet"))
        {
            var labels = workload.Pod.TextsAt("metadata", "labels");
            foreach (var (key, wanted) in workload.Owner.Content.TextsAt("spec", "selector", "matchLabels"))
            {
                if (!labels.TryGetValue(key, out var given) || given != wanted)
                {
                    yield return workload.Owner.Warn(Id, $"{workload.Owner.Title} selects pods with the label {key}={wanted}; " +
                        $"{(given is null ? "its pods do not have it" : $"its pods have {key}={given}")}");
                }
            }
        }

        foreach (var message in subject.Objects.Where(item => item is { Kind: "Service", Group: "" })
            .Select(service => OfService(subject, service))
            .OfType<LintMessage>())
        {
            yield return message;
        }
    }

    // Operators make pods that no chart shows; a workload of the service's own name is meant beyond doubt.
    private static LintMessage? OfService(AdviceSubject subject, RenderedObject service)
    {
        var wanted = service.Content.TextsAt("spec", "selector");
        var namesake = subject.Workloads.FirstOrDefault(workload => workload.IsService && workload.Owner.Name == service.Name);
        if (wanted.Count == 0 || namesake is null || subject.Workloads.Any(workload => IsIn(wanted, workload)))
        {
            return null;
        }

        // Labels that no pod of the chart has are set while it runs, such as those of a leader.
        var labels = namesake.Pod.TextsAt("metadata", "labels");
        var (key, value) = wanted.FirstOrDefault(
            pair => labels.TryGetValue(pair.Key, out var given) ? given != pair.Value : IsFixed(pair.Key));
        if (key is null)
        {
            return null;
        }

        return service.Warn(Id, $"{service.Title} selects pods with the label {key}={value}, and no workload of the chart has such " +
            $"pods, {namesake.Owner.Title} neither");
    }

    // Labels that charts themselves give.
    private static bool IsFixed(string key) => key is "app" or "k8s-app" or "release" or "chart" or "component"
        || key.StartsWith("app.kubernetes.io/", StringComparison.Ordinal);

    private static bool IsIn(Dictionary<string, string> wanted, Workload workload)
    {
        var labels = workload.Pod.TextsAt("metadata", "labels");
        return wanted.All(pair => labels.TryGetValue(pair.Key, out var given) && given == pair.Value);
    }
}
