using System.Globalization;
using SecretsKit.Charts.UnitTesting.Results;

namespace SecretsKit.Cli.Helm.UnitTesting.Reports;

/// <summary>Results in JUnit's form.</summary>
internal static class JUnitReport
{
    /// <summary>The report.</summary>
    public static string Of(IReadOnlyList<SuiteResult> suites, TestTexts texts)
    {
        var xml = new XmlText().Begin("testsuites");
        var id = 0;
        foreach (var suite in suites.Where(suite => suite.Error is null))
        {
            AddSuite(xml, suite, id++, texts);
        }

        return xml.End().ToString();
    }

    private static void AddSuite(XmlText xml, SuiteResult suite, int id, TestTexts texts)
    {
        xml.Begin(
            "testsuite",
            ("id", TestTexts.Number(id)),
            ("tests", TestTexts.Number(suite.Tests.Count)),
            ("failures", TestTexts.Number(TestTexts.Failed(suite))),
            ("errors", TestTexts.Number(TestTexts.Errored(suite))),
            ("package", ""),
            ("time", TestTexts.Seconds(suite.Duration)),
            ("name", texts.Shown(suite.Name)),
            ("timestamp", suite.Began.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)),
            ("hostname", Environment.MachineName));
        xml.Begin("properties").Element("property", "", ("name", "helm-unittest.version"), ("value", "1.6")).End();
        foreach (var test in suite.Tests)
        {
            xml.Begin(
                "testcase",
                ("classname", texts.Shown(suite.Name)),
                ("name", texts.Shown(test.Name)),
                ("time", TestTexts.Seconds(test.Duration)));
            switch (test.Outcome)
            {
                case TestOutcome.Failed:
                    xml.Element("failure", TestTexts.OnOneLine(texts.Content(test)), ("message", "Failed"), ("type", ""));
                    break;
                case TestOutcome.Errored:
                    xml.Element("error", TestTexts.OnOneLine(texts.Content(test)), ("message", "Error"), ("type", ""));
                    break;
                case TestOutcome.Skipped:
                    xml.Element("skipped", "", ("message", TestTexts.OnOneLine(texts.Skipped(test))));
                    break;
            }

            xml.End();
        }

        xml.End();
    }
}
