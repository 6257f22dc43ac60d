namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>Files that users expect in a chart (pipeline P-240).</summary>
internal static class ChartLayout
{
    private const string Id = "K-240";

    public static AdviceRule Rule { get; } = new(Id, "the chart has no values.yaml, notes or tests") { IsConvention = true, Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        var chart = subject.Chart;
        if (chart.Metadata.IsLibrary)
        {
            yield break;
        }

        if (!chart.Raw.Any(file => file.Name == "values.yaml"))
        {
            yield return Warn("values.yaml", "there are no default values");
        }

        if (!chart.Templates.Any(template => template.Name == "templates/NOTES.txt"))
        {
            yield return Warn("templates/", "there is no NOTES.txt, which tells users what to do next");
        }

        if (
            !chart.Raw.Any(file => file.Name.StartsWith("templates/tests/", StringComparison.Ordinal)
                || file.Name.StartsWith("tests/", StringComparison.Ordinal)))
        {
            yield return Warn("templates/", "there are no tests, under templates/tests for helm test or under tests");
        }
    }

    private static LintMessage Warn(string subject, string text) => new(LintSeverity.Warning, subject, $"{Id}: {text}");
}
