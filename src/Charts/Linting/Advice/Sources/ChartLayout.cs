using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>Files that users expect in a chart (pipeline P-240).</summary>
internal static class ChartLayout
{
    private const string Id = "K-240";

    private static readonly string[] TestFolders = ["tests", "test", "unittests", "unittest", "__tests__", "e2e", "test-values"];

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

        if (!chart.Templates.Any(template => template.Name.EndsWith("NOTES.txt", StringComparison.Ordinal)))
        {
            yield return Warn("templates/", "there is no NOTES.txt, which tells users what to do next");
        }

        var root = subject.Request.FullPath;
        if (!chart.Raw.Any(IsTest)
            && !HasValuesToTry(root)
            && !TestFolders.Any(folder => Directory.Exists(Path.Combine(root, folder))))
        {
            yield return Warn("templates/", "there are no tests, under templates/tests for helm test or under tests");
        }
    }

    // ci/*-values.yaml: chart-testing installs the chart with each of them.
    private static bool HasValuesToTry(string folder) => Path.Combine(folder, "ci") is var values
        && Directory.Exists(values)
        && Directory.EnumerateFiles(values, "*values.yaml").Any();

    // For helm test, in a folder or by the hook alone, or for helm-unittest and the like, which .helmignore may keep out of the chart.
    private static bool IsTest(ChartFile file) => file.Name.Split('/') is var parts
        && (parts.SkipLast(1).Any(folder => TestFolders.Contains(folder))
            || (parts[0] == "templates" && IsTestHook(file.Data)));

    private static bool IsTestHook(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf("helm.sh/hook"u8); at >= 0; at = text.IndexOf("helm.sh/hook"u8))
        {
            text = text[at..];
            var end = text.IndexOf((byte)'\n');
            if ((end < 0 ? text : text[..end]).IndexOf("test"u8) >= 0)
            {
                return true;
            }

            text = text[1..];
        }

        return false;
    }

    private static LintMessage Warn(string subject, string text) => new(LintSeverity.Warning, subject, $"{Id}: {text}");
}
