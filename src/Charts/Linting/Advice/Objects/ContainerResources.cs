using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>What a container asks for, and what it may take at most.</summary>
/// <param name="Content"><c>resources</c>.</param>
internal readonly record struct ContainerResources(Value Content)
{
    /// <summary>The resources that decide on the class of service.</summary>
    public static IReadOnlyList<string> Counted { get; } = ["cpu", "memory"];

    public string? Request(string resource) => Content.TextAt("requests", resource);

    public string? Limit(string resource) => Content.TextAt("limits", resource);

    /// <summary>The class that Kubernetes puts a pod into, which decides on who is evicted first.</summary>
    public static string ClassOf(Workload workload)
    {
        var all = workload.AllContainers.Select(container => new ContainerResources(container.Content.At("resources"))).ToList();
        return all.TrueForAll(resources => !Counted.Any(name => resources.Request(name) is not null || resources.Limit(name) is not null))
            ? "BestEffort"
            : all.TrueForAll(
                resources => Counted.All(name => resources.Limit(name) is { } limit && IsSame(resources.Request(name) ?? limit, limit)))
            ? "Guaranteed"
            : "Burstable";
    }

    private static bool IsSame(string one, string other) => one == other
        || (Quantity.Parse(one) is { } first && Quantity.Parse(other) is { } second && first.Amount == second.Amount);
}
