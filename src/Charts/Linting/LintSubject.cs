using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Linting;

/// <summary>The chart under check as the rules see it, and what they have found so far.</summary>
/// <param name="Request">What to check.</param>
/// <param name="Files">The chart.</param>
/// <param name="Generation">Whose rules count.</param>
internal sealed record LintSubject(LintRequest Request, LintFiles Files, HelmGeneration Generation)
{
    private readonly RecordingLog _heard = new();
    private Chart? _chart;
    private ChartException? _failure;

    /// <summary>What was found, in order.</summary>
    public List<LintMessage> Messages { get; } = [];

    /// <summary>Adds a message if there is a complaint.</summary>
    /// <param name="severity">How much it matters.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="complaint">The message; null for none.</param>
    /// <param name="causes">Why, as data, the outermost first. Default nothing.</param>
    /// <returns>Whether there is none.</returns>
    public bool Check(LintSeverity severity, string subject, string? complaint, IEnumerable<FailureCause>? causes = null)
    {
        if (complaint is null)
        {
            return true;
        }

        Messages.Add(new(severity, subject, complaint) { Causes = [.. causes ?? []] });
        return false;
    }

    /// <summary>
    /// The chart, or what hinders loading it. Loaded once; the notices of loading are given each time, since each rule of the reference
    /// loads the chart for itself.
    /// </summary>
    public (Chart? Chart, ChartException? Failure) Load()
    {
        if (_chart is null && _failure is null)
        {
            try
            {
                _chart = Files.Load(Generation, _heard);
            }
            catch (ChartException failure)
            {
                _failure = failure;
            }
        }

        _heard.Replay(Request.Log);
        return (_chart, _failure);
    }

    private sealed class RecordingLog : IChartLog
    {
        private readonly List<ChartNotice> _notices = [];

        public void Write(ChartNotice notice) => _notices.Add(notice);

        public void Replay(IChartLog log) => _notices.ForEach(log.Write);
    }
}
