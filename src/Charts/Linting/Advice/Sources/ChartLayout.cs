using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>Files that users expect in a chart (pipeline P-240).</summary>
internal static class ChartLayout
{
    private const string Id = "K-240";

    private static readonly string[] TestWords = ["tests", "test", "testing", "unittests", "unittest", "e2e", "spec", "specs"];

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

        if (!chart.Raw.Any(IsTest) && !HasTestFolder(subject.Request.FullPath) && !subject.Objects.Any(IsTest))
        {
            yield return Warn("templates/", "there are no tests, under templates/tests for helm test or under tests");
        }
    }

    // For helm test, in a folder or by the hook alone, for helm-unittest and the like, or values that chart-testing installs with.
    private static bool IsTest(ChartFile file) => file.Name.Split('/') is var parts
        && (parts.SkipLast(1).Any(IsTestFolder)
            || parts is ["ci", [.., '.', 'y', 'a', 'm', 'l']]
            || (parts[0] == "templates" && HasTestHook(file.Data)));

    // Made by a helper or a library.
    private static bool IsTest(RenderedObject item) =>
        item.Content.TextAt("metadata", "annotations", "helm.sh/hook")?.Contains("test", StringComparison.Ordinal) == true;

    // tests, unit-tests, __tests__
    private static bool IsTestFolder(string name) =>
        name.Split(['-', '_', '.']).Any(word => TestWords.Contains(word, StringComparer.OrdinalIgnoreCase));

    // .helmignore may keep them out of the chart.
    private static bool HasTestFolder(string chart) => Directory.Exists(chart)
        && Directory.EnumerateDirectories(chart).Any(folder => IsTestFolder(Path.GetFileName(folder)));

    private static bool HasTestHook(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf("helm.sh/hook"u8); at >= 0; at = text.IndexOf("helm.sh/hook"u8))
        {
            text = text[(at + 1)..];
            var line = text[..(text.IndexOf((byte)'\n') is var end and >= 0 ? end : text.Length)];
            if (line.IndexOf("test"u8) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static LintMessage Warn(string subject, string text) => new(LintSeverity.Warning, subject, $"{Id}: {text}");
}
