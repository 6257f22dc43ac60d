namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>Containers that may do more than they need to (pipeline P-118).</summary>
internal static class SecurityContexts
{
    private const string Id = "K-118";

    public static AdviceRule Rule { get; } = new(Id, "a container may run as root, write into its image, or gain privileges")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (
            var container in subject.Workloads.Where(workload => !workload.Owner.IsHook).SelectMany(workload => workload.AllContainers))
        {
            var (own, pod) = (container.Content.At("securityContext"), container.Workload.Spec.At("securityContext"));
            var missing = new List<string>();
            if (own.TextAt("privileged") == "true")
            {
                missing.Add("no privileged: true");
            }

            if ((own.TextAt("runAsNonRoot") ?? pod.TextAt("runAsNonRoot")) != "true")
            {
                missing.Add("runAsNonRoot: true");
            }

            if ((own.TextAt("runAsUser") ?? pod.TextAt("runAsUser")) is null or "0")
            {
                missing.Add("runAsUser other than 0");
            }

            if (own.TextAt("readOnlyRootFilesystem") != "true")
            {
                missing.Add("readOnlyRootFilesystem: true");
            }

            if (own.TextAt("allowPrivilegeEscalation") != "false")
            {
                missing.Add("allowPrivilegeEscalation: false");
            }

            if (missing.Count > 0)
            {
                yield return container.Workload.Owner.Warn(
                    Id, $"securityContext of {container.Title} should have {string.Join(", ", missing)}");
            }
        }
    }
}
