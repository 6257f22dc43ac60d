using System.Globalization;
using System.Text;
using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Kubeconform.Output;

/// <summary>
/// JUnit's XML: a suite for each file, a case for each resource. It has numbers by itself; the summary makes no difference.
/// </summary>
internal sealed class JunitVerdicts(CliHost host, ReportScope scope) : VerdictReport(host, scope)
{
    private readonly long _start = host.Clock.GetTimestamp();
    private readonly List<(string File, List<ResourceVerdict> Verdicts)> _suites = [];
    private readonly Dictionary<string, int> _byFile = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void Finish()
    {
        var text = new StringBuilder();
        var time = Host.Clock.GetElapsedTime(_start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"<testsuites name=\"kubeconform\" time=\"{time}\" tests=\"{Tally.Resources}\" ")
            .Append(CultureInfo.InvariantCulture, $"failures=\"{Tally[VerdictStatus.Invalid]}\" ")
            .Append(CultureInfo.InvariantCulture, $"disabled=\"{Tally[VerdictStatus.Skipped]}\" ")
            .Append(CultureInfo.InvariantCulture, $"errors=\"{Tally[VerdictStatus.Error]}\">\n");
        for (var i = 0; i < _suites.Count; i++)
        {
            AppendSuite(text, i + 1, _suites[i].File, _suites[i].Verdicts);
        }

        Host.WriteReport(text.Append("</testsuites>\n").ToString());
    }

    /// <inheritdoc/>
    protected override void Add(ResourceVerdict verdict)
    {
        if (!_byFile.TryGetValue(verdict.Source, out var at))
        {
            _byFile[verdict.Source] = at = _suites.Count;
            _suites.Add((verdict.Source, []));
        }

        if (verdict.Status != VerdictStatus.Empty)
        {
            _suites[at].Verdicts.Add(verdict);
        }
    }

    private static void AppendSuite(StringBuilder text, int id, string file, List<ResourceVerdict> verdicts)
    {
        int Count(VerdictStatus status) => verdicts.Count(verdict => verdict.Status == status);
        text.Append(CultureInfo.InvariantCulture, $"  <testsuite name=\"{Escape(file)}\" id=\"{id}\" tests=\"{verdicts.Count}\" ")
            .Append(CultureInfo.InvariantCulture, $"failures=\"{Count(VerdictStatus.Invalid)}\" errors=\"{Count(VerdictStatus.Error)}\" ")
            .Append(CultureInfo.InvariantCulture, $"disabled=\"0\" skipped=\"{Count(VerdictStatus.Skipped)}\">");
        foreach (var verdict in verdicts)
        {
            text.Append("\n    ");
            AppendCase(text, verdict);
        }

        text.Append(verdicts.Count > 0 ? "\n  " : "").Append("</testsuite>\n");
    }

    private static void AppendCase(StringBuilder text, ResourceVerdict verdict)
    {
        var identity = verdict.Identity;
        var kind = Escape($"{identity.Kind}@{identity.ApiVersion}");
        text.Append($"<testcase name=\"{Escape(identity.QualifiedName)}\" classname=\"{kind}\" time=\"0\">");
        var inner = verdict.Status switch
        {
            VerdictStatus.Invalid => $"<failure message=\"{Escape(verdict.Message)}\" type=\"\"></failure>",
            VerdictStatus.Error => $"<error message=\"{Escape(verdict.Message)}\" type=\"\"></error>",
            VerdictStatus.Skipped => "<skipped message=\"\"></skipped>",
            _ => null,
        };
        text.Append(inner is null ? "" : $"\n      {inner}\n    ").Append("</testcase>");
    }

    private static string Escape(string value) =>
        new StringBuilder(value.Length).AppendXml(value, hasHexQuotes: true).ToString();
}
