namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>
/// Services that open a port to the outside where an Ingress would do, or that do not name the port of the container (pipeline P-241).
/// </summary>
internal static class Services
{
    private const string Id = "K-241";

    public static AdviceRule Rule { get; } = new(Id, "a Service is not of the type ClusterIP, or has no targetPort")
    {
        IsConvention = true,
        Find = Find,
    };

    // What is behind an Ingress or a gateway is opened by this chart.
    private static bool LeadsIntoTheCluster(AdviceSubject subject) =>
        subject.Objects.Any(item => item.Kind is "IngressClass" or "GatewayClass")
        || (subject.Chart.Metadata.Keywords ?? []).Append(subject.Chart.Metadata.Name).Any(
            word => word is not null
                && (word.Contains("ingress", StringComparison.OrdinalIgnoreCase)
                    || word.Contains("gateway", StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var service in subject.Objects.Where(item => item is { Kind: "Service", Group: "" }))
        {
            if (service.Content.TextAt("spec", "type") is { } type and ("NodePort" or "LoadBalancer") && !LeadsIntoTheCluster(subject))
            {
                yield return service.Warn(Id, $"{service.Title} is of the type {type}, which opens it to the outside; ClusterIP does " +
                    "not, and an Ingress in front of it lets HTTP in");
            }

            // Names of services without an address lead to pods, whatever the port.
            if (service.Content.TextAt("spec", "type") != "ExternalName"
                && service.Content.TextAt("spec", "clusterIP") != "None"
                && service.Content.ItemsAt("spec", "ports").Any(port => port.TextAt("targetPort") is null))
            {
                yield return service.Warn(
                    Id, $"{service.Title} has a port without targetPort, so that it cannot be another one than the container's");
            }
        }
    }
}
