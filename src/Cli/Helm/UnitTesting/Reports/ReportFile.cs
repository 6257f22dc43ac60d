using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Helm.UnitTesting.Reports;

/// <summary>Writes the report that <c>-o</c> asks for. A form that there is not writes nothing, as in the reference.</summary>
internal static class ReportFile
{
    /// <summary>Writes it.</summary>
    /// <param name="session">The clock and the folder.</param>
    /// <param name="host">Masks what was decrypted.</param>
    /// <param name="path">As the user wrote it; folders are made.</param>
    /// <param name="form">Its name, in whatever letters.</param>
    /// <param name="suites">What came of them.</param>
    public static void Write(HelmSession session, UnitTestHost host, string path, string form, IReadOnlyList<SuiteResult> suites)
    {
        var texts = new TestTexts(host.Mask);
        var text = form.ToUpperInvariant() switch
        {
            "XUNIT" => XUnitReport.Of(suites, texts),
            "JUNIT" => JUnitReport.Of(suites, texts),
            "NUNIT" => NUnitReport.Of(suites, texts, session.Host),
            "SONAR" => SonarReport.Of(suites, texts),
            _ => null,
        };
        if (text is null)
        {
            if (session.ShowsHints)
            {
                session.Host.WriteErrorLine(
                    $"hint: {path} is not written: the forms of reports are XUnit, JUnit, NUnit and Sonar, not {form}");
            }

            return;
        }

        host.Write(path, text + "\n", LinkPolicy.Follow);
    }
}
