namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>Containers that do not say what they need and may take, and the class of service that comes of it (pipeline P-113).</summary>
internal static class Resources
{
    private const string Id = "K-113";

    public static AdviceRule Rule { get; } = new(Id, "a container has no requests or no limits") { IsConvention = true, Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var workload in subject.Workloads.Where(workload => !workload.Owner.IsHook))
        {
            foreach (var container in workload.AllContainers)
            {
                var resources = new ContainerResources(container.Content.At("resources"));
                var missing = ContainerResources.Counted.Where(name => resources.Request(name) is null && resources.Limit(name) is null)
                    .Select(name => $"requests.{name}")
                    .Concat(ContainerResources.Counted.Where(name => resources.Limit(name) is null).Select(name => $"limits.{name}"))
                    .ToList();
                if (missing.Count > 0)
                {
                    yield return workload.Owner.Warn(Id, $"{container.Title} has no {string.Join(", ", missing)}");
                }
            }

            yield return workload.Owner.Note(Id, $"pods of {workload.Owner.Title} are of the class {ContainerResources.ClassOf(workload)}");
        }
    }
}
