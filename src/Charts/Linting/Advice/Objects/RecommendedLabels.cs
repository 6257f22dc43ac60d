namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>Objects without the labels that tools look for (pipeline P-117).</summary>
internal static class RecommendedLabels
{
    private const string Id = "K-117";

    public static AdviceRule Rule { get; } = new(Id, "an object lacks recommended labels") { IsConvention = true, Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var item in subject.Objects.Where(item => item.Kind.Length > 0 && !item.IsHook))
        {
            var labels = item.Content.TextsAt("metadata", "labels");
            string[] wanted = ["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/version",
                "app.kubernetes.io/managed-by", "helm.sh/chart"];
            var missing = wanted.Where(label => !labels.ContainsKey(label)
                && (label != "app.kubernetes.io/version" || subject.Chart.Metadata.AppVersion.Length > 0))
                .ToList();
            if (missing.Count > 0)
            {
                yield return item.Warn(Id, $"{item.Title} lacks the label{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing)}");
            }
        }
    }
}
