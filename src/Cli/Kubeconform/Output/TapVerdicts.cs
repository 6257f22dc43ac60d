using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Kubeconform.Output;

/// <summary>The Test Anything Protocol, version 13: all results are listed, and the numbers are the summary.</summary>
internal sealed class TapVerdicts(CliHost host, ReportScope scope) : VerdictReport(host, scope)
{
    private int _number;

    /// <inheritdoc/>
    public override void Finish()
    {
        if (_number > 0)
        {
            Host.WriteReportLine($"1..{_number}");
        }
    }

    /// <inheritdoc/>
    protected override void Add(ResourceVerdict verdict)
    {
        if (++_number == 1)
        {
            Host.WriteReportLine("TAP version 13");
        }

        var identity = verdict.Identity;
        var place = $"{identity.FullKind}/{identity.Namespace}/{identity.Name}";
        switch (verdict.Status)
        {
            case VerdictStatus.Valid:
                Host.WriteReportLine($"ok {_number} - {verdict.Source} ({place})");
                break;
            case VerdictStatus.Skipped:
                Host.WriteReportLine($"ok {_number} - {verdict.Source} ({place}) # skip");
                break;
            case VerdictStatus.Empty:
                Host.WriteReportLine($"ok {_number} - {verdict.Source} (empty)");
                break;
            case VerdictStatus.Invalid:
                Host.WriteReportLine($"not ok {_number} - {verdict.Source} ({place}): {verdict.Message:lines}");
                break;
            case VerdictStatus.Error:
                Host.WriteReportLine($"not ok {_number} - {verdict.Source}: {verdict.Message:lines}");
                break;
        }
    }
}
