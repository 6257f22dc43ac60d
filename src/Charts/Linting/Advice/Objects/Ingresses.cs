namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>Ingresses that leave to the cluster what environments should say (pipeline P-124).</summary>
internal static class Ingresses
{
    private const string Id = "K-124";

    public static AdviceRule Rule { get; } = new(
        Id, "an Ingress has no host, class, path type, issuer of its certificate, or limit of bodies")
    {
        IsConvention = true,
        Find = Find,
    };

    // The chart brings the certificate, or asks for one by itself.
    private static bool IsMade(AdviceSubject subject, string? secret) => secret is not null && subject.Objects.Any(
        item => (item.Kind is "Secret" or "SealedSecret" or "ExternalSecret" && item.Name == secret)
            || (item.Kind == "Certificate" && item.Content.TextAt("spec", "secretName") == secret));

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var ingress in subject.Objects.Where(item => item is { Kind: "Ingress", Group: "networking.k8s.io" or "extensions" }))
        {
            var annotations = ingress.Content.TextsAt("metadata", "annotations");
            var className = ingress.Content.TextAt("spec", "ingressClassName")
                ?? annotations.GetValueOrDefault("kubernetes.io/ingress.class");
            var rules = ingress.Content.ItemsAt("spec", "rules");
            var missing = new List<string>();
            if (className is null)
            {
                missing.Add("class (ingressClassName)");
            }

            if (rules.Length == 0 || rules.Any(rule => rule.TextAt("host") is null))
            {
                missing.Add("host in each rule");
            }

            // Older versions of the API have none.
            if (ingress.Content.TextAt("apiVersion") == "networking.k8s.io/v1"
                && rules.SelectMany(rule => rule.ItemsAt("http", "paths")).Any(path => path.TextAt("pathType") is null))
            {
                missing.Add("pathType of each path");
            }

            if (ingress.Content.ItemsAt("spec", "tls").Any(tls => !IsMade(subject, tls.TextAt("secretName")))
                && !annotations.Keys.Any(
                    key => key is "cert-manager.io/issuer" or "cert-manager.io/cluster-issuer" or "kubernetes.io/tls-acme"))
            {
                missing.Add("issuer of its certificate (cert-manager.io/cluster-issuer)");
            }

            if (className?.Contains("nginx", StringComparison.Ordinal) == true
                && !annotations.ContainsKey("nginx.ingress.kubernetes.io/proxy-body-size"))
            {
                missing.Add("limit of bodies (nginx.ingress.kubernetes.io/proxy-body-size)");
            }

            foreach (var what in missing)
            {
                yield return ingress.Warn(Id, $"{ingress.Title} has no {what}");
            }
        }
    }
}
