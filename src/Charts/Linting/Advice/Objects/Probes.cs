namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>Containers that serve a port and cannot be asked whether they live and are ready (pipeline P-114).</summary>
internal static class Probes
{
    private const string Id = "K-114";
    private static readonly string[] Kinds = ["livenessProbe", "readinessProbe"];

    public static AdviceRule Rule { get; } = new(
        Id, "a container that serves a port has no probes, or they have no times or do not come from values")
    {
        IsConvention = true,
        Find = Find,
    };

    private static bool IsOfProbes(string name) => Array.Exists(
        (string[])["probe", "health", "liveness", "readiness"], word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var container in subject.Workloads.Where(workload => workload.IsService)
            .SelectMany(workload => workload.Containers)
            .Where(container => container.Content.ItemsAt("ports").Length > 0))
        {
            var owner = container.Workload.Owner;
            foreach (var kind in Kinds)
            {
                var probe = container.Content.At(kind);
                if (probe.AsMap is null)
                {
                    yield return owner.Warn(Id, $"{container.Title} has no {kind}");
                    continue;
                }

                // A probe of the start takes the place of a delay.
                var missing = new List<string>();
                if (probe.TextAt("initialDelaySeconds") is null && container.Content.At("startupProbe").IsNil)
                {
                    missing.Add("initialDelaySeconds");
                }

                if (probe.TextAt("periodSeconds") is null)
                {
                    missing.Add("periodSeconds");
                }

                if (missing.Count > 0)
                {
                    yield return owner.Warn(Id, $"{kind} of {container.Title} has no {string.Join(" and no ", missing)}");
                }

                if (!subject.Named.HandsOnAll && !subject.Named.Any(IsOfProbes)
                    && !subject.Chart.Raw.Any(file => file.Name == "values.yaml" && file.Data.AsSpan().IndexOf("Probe"u8) >= 0))
                {
                    yield return owner.Warn(Id, $"{kind} of {container.Title} does not come from values");
                }
            }
        }
    }
}
