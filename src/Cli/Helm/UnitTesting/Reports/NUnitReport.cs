using System.Globalization;
using System.Runtime.InteropServices;
using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Helm.UnitTesting.Reports;

/// <summary>Results in NUnit's form, version 2.5.</summary>
internal static class NUnitReport
{
    /// <summary>The report.</summary>
    public static string Of(IReadOnlyList<SuiteResult> suites, TestTexts texts, CliHost host)
    {
        suites = [.. suites.Where(suite => suite.Error is null)];
        var now = host.Clock.GetUtcNow();
        var user = host.Environment.Variable("USER") ?? "";
        var xml = new XmlText().Begin(
            "test-results",
            ("name", "helm-unittest"),
            ("total", TestTexts.Number(suites.Sum(suite => suite.Tests.Count))),
            ("errors", TestTexts.Number(suites.Sum(TestTexts.Errored))),
            ("failures", TestTexts.Number(suites.Sum(TestTexts.Failed))),
            ("inconclusive", "0"),
            ("not-run", "0"),
            ("ignored", "0"),
            ("skipped", TestTexts.Number(suites.Sum(TestTexts.Skipped))),
            ("invalid", "0"),
            ("date", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("time", now.ToString("HH:mm:ss", CultureInfo.InvariantCulture)));
        xml.Element(
            "environment",
            "",
            ("nunit-version", "2.5.8.0"),
            ("clr-version", RuntimeInformation.FrameworkDescription),
            ("os-version", RuntimeInformation.OSDescription),
            ("platform", RuntimeInformation.RuntimeIdentifier),
            ("cwd", host.Environment.CleanPath(".")),
            ("machine-name", Environment.MachineName),
            ("user", user),
            ("user-domain", user));
        xml.Element("culture-info", "", ("current-culture", ""), ("current-uiculture", ""));
        foreach (var suite in suites)
        {
            AddSuite(xml, suite, texts);
        }

        return xml.End().ToString();
    }

    private static void AddSuite(XmlText xml, SuiteResult suite, TestTexts texts)
    {
        xml.Begin(
            "test-suite",
            ("type", "TestFixture"),
            ("name", texts.Shown(suite.Name)),
            ("description", suite.File),
            ("success", suite.Passed ? "true" : "false"),
            ("time", TestTexts.Seconds(suite.Duration)),
            ("executed", suite.IsSkipped ? "false" : "true"),
            ("asserts", ""),
            ("result", suite.IsSkipped ? "Skipped" : suite.Passed ? "Success" : "Failed"));
        xml.Begin("results");
        foreach (var test in suite.Tests)
        {
            AddTest(xml, suite, test, texts);
        }

        xml.End().End();
    }

    private static void AddTest(XmlText xml, SuiteResult suite, TestResult test, TestTexts texts)
    {
        var isSkipped = test.Outcome == TestOutcome.Skipped;
        var passes = test.Outcome == TestOutcome.Passed;
        xml.Begin(
            "test-case",
            ("name", texts.Shown(test.Name)),
            ("description", texts.Shown($"{suite.Name}.{test.Name}")),
            ("success", passes ? "true" : "false"),
            ("time", TestTexts.Seconds(test.Duration)),
            ("executed", isSkipped ? "false" : "true"),
            ("asserts", "0"),
            ("result", isSkipped ? "Skipped" : passes ? "Success" : "Failed"));
        if (isSkipped)
        {
            xml.Begin("reason").Element("message", texts.Skipped(test)).End();
        }
        else if (!passes)
        {
            xml.Begin("failure")
                .Element("message", test.Outcome == TestOutcome.Errored ? "Error" : "Failed")
                .Element("stack-trace", texts.Content(test))
                .End();
        }

        xml.End();
    }
}
