namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>Releases without a namespace, so that it is the deployer's current one (pipeline P-127).</summary>
internal static class NamedNamespace
{
    private const string Id = "K-127";

    public static AdviceRule Rule { get; } = new(Id, "no namespace is named for the release") { IsConvention = true, Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject) => subject.Request.NamesNamespace
        ? []
        : [new(
            LintSeverity.Warning,
            "--namespace",
            $"{Id}: no namespace is named, so the release goes to the deployer's current one; name one with -n or HELM_NAMESPACE")];
}
