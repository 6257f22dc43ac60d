using System.Globalization;
using SecretsKit.Charts.UnitTesting.Results;

namespace SecretsKit.Cli.Helm.UnitTesting.Reports;

/// <summary>Results in the generic form of SonarQube.</summary>
internal static class SonarReport
{
    /// <summary>The report.</summary>
    public static string Of(IReadOnlyList<SuiteResult> suites, TestTexts texts)
    {
        var xml = new XmlText().Begin("testExecutions", ("version", "1"));
        foreach (var suite in suites.Where(suite => suite.Error is null))
        {
            xml.Begin("file", ("path", suite.File));
            foreach (var test in suite.Tests)
            {
                AddTest(xml, test, texts);
            }

            xml.End();
        }

        return xml.End().ToString();
    }

    private static void AddTest(XmlText xml, TestResult test, TestTexts texts)
    {
        var milliseconds = ((long)test.Duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        xml.Begin("testCase", ("name", texts.Shown(test.Name)), ("duration", milliseconds));
        switch (test.Outcome)
        {
            case TestOutcome.Failed:
                xml.Data("failure", texts.Content(test), ("message", "Failed"));
                break;
            case TestOutcome.Errored:
                xml.Data("error", texts.Content(test), ("message", "Error"));
                break;
            case TestOutcome.Skipped:
                xml.Data("skipped", texts.Skipped(test), ("message", "Skipped"));
                break;
        }

        xml.End();
    }
}
