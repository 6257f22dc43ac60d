using System.Globalization;
using System.Runtime.InteropServices;
using SecretsKit.Charts.UnitTesting.Results;

namespace SecretsKit.Cli.Helm.UnitTesting.Reports;

/// <summary>Results in xUnit.net's form, version 2.</summary>
internal static class XUnitReport
{
    /// <summary>The report.</summary>
    public static string Of(IReadOnlyList<SuiteResult> suites, TestTexts texts)
    {
        var xml = new XmlText().Begin("assemblies");
        foreach (var suite in suites.Where(suite => suite.Error is null))
        {
            AddSuite(xml, suite, texts);
        }

        return xml.End().ToString();
    }

    private static void AddSuite(XmlText xml, SuiteResult suite, TestTexts texts)
    {
        var seconds = TestTexts.Seconds(suite.Duration);
        var (total, passed) = (TestTexts.Number(suite.Tests.Count), TestTexts.Number(TestTexts.Passed(suite)));
        var (failed, skipped) = (TestTexts.Number(TestTexts.Failed(suite)), TestTexts.Number(TestTexts.Skipped(suite)));
        xml.Begin(
            "assembly",
            ("name", suite.File),
            ("config-file", suite.File),
            ("test-framework", "helm-unittest"),
            ("run-date", suite.Began.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("run-time", suite.Began.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
            ("time", seconds),
            ("total", total),
            ("passed", passed),
            ("failed", failed),
            ("skipped", skipped),
            ("errors", TestTexts.Number(TestTexts.Errored(suite))));
        xml.Element("environment", RuntimeInformation.FrameworkDescription).Element("errors", "");
        xml.Begin(
            "collection",
            ("name", texts.Shown(suite.Name)),
            ("time", seconds),
            ("total", total),
            ("passed", passed),
            ("failed", failed),
            ("skipped", skipped));
        foreach (var test in suite.Tests)
        {
            AddTest(xml, suite, test, texts);
        }

        xml.End().End();
    }

    private static void AddTest(XmlText xml, SuiteResult suite, TestResult test, TestTexts texts)
    {
        xml.Begin(
            "test",
            ("name", texts.Shown(test.Name)),
            ("type", texts.Shown(suite.Name)),
            ("method", "Helm-Validation"),
            ("time", TestTexts.Seconds(test.Duration)),
            ("result", test.Outcome switch { TestOutcome.Passed => "Pass", TestOutcome.Skipped => "Skip", _ => "Fail" }));
        xml.Element("traits", "");
        if (test.Outcome is TestOutcome.Failed or TestOutcome.Errored)
        {
            xml.Begin("failure", ("exception-type", test.Outcome == TestOutcome.Errored ? "Helm-Validation-Error" : "Helm-Validation"))
                .Data("message", "Failed")
                .Data("stack-trace", texts.Content(test))
                .End();
        }

        if (test.Outcome == TestOutcome.Skipped)
        {
            xml.Data("reason", texts.Skipped(test));
        }

        xml.End();
    }
}
