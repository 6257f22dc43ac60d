using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>Files that users expect in a chart (pipeline P-240).</summary>
internal static class ChartLayout
{
    private const string Id = "K-240";

    private static readonly string[] TestFolders = ["tests", "test", "unittests", "unittest"];

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

        if (!chart.Raw.Any(IsTest))
        {
            yield return Warn("templates/", "there are no tests, under templates/tests for helm test or under tests");
        }
    }

    // For helm test, in a folder or by the hook alone, or for helm-unittest and the like.
    private static bool IsTest(ChartFile file) => file.Name.Split('/') is var parts
        && (parts.SkipLast(1).Any(folder => TestFolders.Contains(folder))
            || (parts[0] == "templates" && IsTestHook(file.Data)));

    private static bool IsTestHook(ReadOnlySpan<byte> text) => text.IndexOf("helm.sh/hook"u8) is var at and >= 0
        && text[at..] is var behind && behind[..Math.Max(0, behind.IndexOf((byte)'\n'))].IndexOf("test"u8) >= 0;

    private static LintMessage Warn(string subject, string text) => new(LintSeverity.Warning, subject, $"{Id}: {text}");
}
