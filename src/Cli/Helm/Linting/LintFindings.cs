using System.Globalization;
using SecretsKit.Charts.Linting;
using SecretsKit.Charts.Linting.Advice;
using SecretsKit.Cli.Reporting;

namespace SecretsKit.Cli.Helm.Linting;

/// <summary>
/// The messages of lint as findings, for programs and code hosts. Texts are cleared of decrypted values here: what follows writes them as
/// they are.
/// </summary>
/// <param name="session">Where lint runs.</param>
internal sealed class LintFindings(HelmSession session)
{
    private static readonly CheckRule Helm = new(
        "helm", CheckLevel.Error, "helm lint finds the chart wrong", "correct the chart; helm lint says the same");

    private readonly List<Finding> _findings = [];

    /// <summary>How many charts there were.</summary>
    public int Charts { get; private set; }

    /// <summary>All rules.</summary>
    public static IReadOnlyList<CheckRule> Rules { get; } = [Helm, .. ChartAdvisor.Rules.Select(Advice)];

    /// <summary>What was found, in the order of the messages.</summary>
    public IReadOnlyList<Finding> All => _findings;

    /// <summary>Adds the messages about a chart.</summary>
    /// <param name="path">The folder or archive, as typed.</param>
    /// <param name="report">What lint says.</param>
    /// <param name="isQuiet">Whether notes are left out.</param>
    public void Add(string path, LintReport report, bool isQuiet)
    {
        Charts++;
        if (report.Failure is { } failure)
        {
            _findings.Add(new(Helm, CheckLevel.Error, path, 0, 0, Cleared(failure)));
        }

        foreach (var message in report.Messages.Where(message => !isQuiet || message.Severity > LintSeverity.Info))
        {
            var (subject, line) = Place(message.Subject);
            var rule = Rules.FirstOrDefault(rule => rule.Id == message.Rule) ?? Helm;
            var prefix = $"{rule.Id}: ";
            var text = message.Text.StartsWith(prefix, StringComparison.Ordinal) ? message.Text[prefix.Length..] : message.Text;
            _findings.Add(new(rule, LevelOf(message.Severity), FileOf(path, subject), line, 0, Cleared(text)));
        }
    }

    /// <summary>Prints them.</summary>
    /// <param name="form">JSON or SARIF.</param>
    public void Write(ReportForm form)
    {
        if (form == ReportForm.Sarif)
        {
            SarifReport.Write(session.Host.Output, All, finding => finding.Path, Rules);
        }
        else
        {
            JsonReport.Write(session.Host.Output, new CheckSummary { Charts = Charts }, All, finding => finding.Path);
        }
    }

    private static CheckRule Advice(AdviceRule rule) => new(
        rule.Id, CheckLevel.Warning, rule.Title, $"correct the chart, or leave the rule out: --advise=-{rule.Id}");

    private static CheckLevel LevelOf(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => CheckLevel.Error,
        LintSeverity.Warning => CheckLevel.Warning,
        _ => CheckLevel.Note,
    };

    // A subject may name a line, as values.yaml:19.
    private static (string Subject, int Line) Place(string subject)
    {
        var colon = subject.LastIndexOf(':');
        return colon > 0 && int.TryParse(subject.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? (subject[..colon], line)
            : (subject, 0);
    }

    // Templates are named with the chart's name before them. What is no file of the folder is about the chart.
    private string FileOf(string path, string subject)
    {
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        foreach (var name in (string[])[subject, subject[(slash + 1)..]])
        {
            var file = SecretsKit.Charts.Loading.CleanPath.Of($"{path}/{name}");
            if (name.Length > 0 && File.Exists(session.Host.Environment.ResolvePath(file)))
            {
                return file;
            }
        }

        return path;
    }

    private string Cleared(string text) => session.Host.Redaction.Redact(text);
}
