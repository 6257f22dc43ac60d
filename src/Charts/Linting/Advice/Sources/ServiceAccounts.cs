
namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>Service accounts to which no role of a cloud can be tied, since values cannot give them annotations (pipeline P-123).</summary>
internal static class ServiceAccounts
{
    private const string Id = "K-123";

    public static AdviceRule Rule { get; } = new(Id, "values cannot annotate a ServiceAccount, as roles of clouds need it")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        var account = subject.Objects.FirstOrDefault(item => item is { Kind: "ServiceAccount", IsHook: false });
        if (account is null
            || subject.Chart.Templates.FirstOrDefault(
                template => account.Path == $"{subject.Chart.Metadata.Name}/{template.Name}") is not { } template
            || new PartialIndex([.. subject.Chart.AllTemplates]).Reaches(template, "nnotations"))
        {
            yield break;
        }

        yield return account.Warn(Id, $"{account.Title} takes no annotations from values, with which clouds give it a role " +
            "(eks.amazonaws.com/role-arn, iam.gke.io/gcp-service-account)");
    }
}
