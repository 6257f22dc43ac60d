using System.Globalization;
using System.Text;
using SecretsKit.Charts.UnitTesting.Results;

namespace SecretsKit.Cli.Helm.UnitTesting.Reports;

/// <summary>What reports say of a test, with the reference's layout; cleared of what was decrypted.</summary>
internal sealed class TestTexts(Func<string, string> mask)
{
    /// <summary>Clears a text.</summary>
    public string Shown(string text) => mask(text);

    /// <summary>Why a test failed: its error, then all assertions that were looked at, those that hold without lines.</summary>
    public string Content(TestResult test)
    {
        var text = new StringBuilder();
        if (test.Error is not null)
        {
            text.Append(test.Error).Append('\n');
        }

        foreach (var assertion in test.Assertions)
        {
            text.Append("\t\t - ").Append(AssertionTitle.Of(assertion)).Append(" \n");
            foreach (var line in assertion.Lines)
            {
                text.Append("\t\t\t ").Append(line).Append(" \n");
            }
        }

        return mask(text.ToString());
    }

    /// <summary>Why it was skipped.</summary>
    public string Skipped(TestResult test) => mask($"SKIPPED '{test.Name}' \n");

    /// <summary>The same on one line.</summary>
    public static string OnOneLine(string text) =>
        text.Replace("\t", "", StringComparison.Ordinal).Replace('\n', ',');

    /// <summary>A time in seconds.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Whether something failed in a suite.</summary>
    public static int Failed(SuiteResult suite) => suite.Tests.Count(test => test.Outcome == TestOutcome.Failed);

    /// <summary>How many could not be carried out.</summary>
    public static int Errored(SuiteResult suite) => suite.Tests.Count(test => test.Outcome == TestOutcome.Errored);

    /// <summary>How many were skipped.</summary>
    public static int Skipped(SuiteResult suite) => suite.Tests.Count(test => test.Outcome == TestOutcome.Skipped);

    /// <summary>How many passed.</summary>
    public static int Passed(SuiteResult suite) => suite.Tests.Count(test => test.Outcome == TestOutcome.Passed);

    /// <summary>A number.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
