using System.Text;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Cli.Helm.Waiting;

/// <summary>
/// Shows waits on standard error while they go on: a table that is drawn anew, or lines. What containers printed before they ended stays.
/// Quick waits show no table. Safe for several threads; disposing clears the table.
/// </summary>
internal sealed class WaitView : IWaitObserver, IDisposable
{
    // A wait that ends sooner shows no table; afterwards the time in its heading is renewed as often.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TerminalOutput _terminal;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly HashSet<(ResourceRef Pod, string Container, long Restarts)> _printed = [];
    private readonly Dictionary<ResourceRef, string> _lines = [];
    private readonly ITimer? _timer;
    private WaitSnapshot? _last;
    private long _taken;
    private bool _isShown;

    private WaitView(TerminalOutput terminal, TimeProvider clock, WaitTrail? trail)
    {
        (_terminal, _clock, Trail) = (terminal, clock, trail);
        _timer = terminal.ErrorFeatures.IsTerminal ? clock.CreateTimer(_ => Draw(), null, Interval, Timeout.InfiniteTimeSpan) : null;
    }

    /// <summary>A view of all waits of a command.</summary>
    /// <returns>Null where nothing is to be shown.</returns>
    public static WaitView? Open(TerminalOutput terminal, TimeProvider clock, WaitViewMode mode, LogFolding folding) =>
        mode == WaitViewMode.Always
            ? new(terminal, clock, new(terminal, terminal.ErrorFeatures.IsTerminal ? LogFolding.None : folding, clock))
            : terminal.ErrorFeatures.IsTerminal ? new(terminal, clock, null) : null;

    /// <summary>What happens around the objects, where all is shown; else null.</summary>
    public WaitTrail? Trail { get; }

    /// <inheritdoc/>
    public void Report(WaitSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        lock (_gate)
        {
            (_last, _taken) = (snapshot, _clock.GetTimestamp());
            if (_timer is null)
            {
                WriteChanges(snapshot);
            }

            WriteLogs(snapshot);
            if (_isShown || snapshot.IsLast)
            {
                DrawTable(snapshot);
            }

            if (Trail is not null && snapshot.IsLast)
            {
                WriteSummary(Trail, snapshot);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _last = null;
            _terminal.Status("");
        }
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_last is { IsLast: false } snapshot)
            {
                DrawTable(snapshot);
            }
        }

        _timer?.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private void DrawTable(WaitSnapshot snapshot)
    {
        _isShown = !snapshot.IsLast;
        _terminal.Status(_isShown ? WaitTable.Lines(snapshot, snapshot.Elapsed + _clock.GetElapsedTime(_taken)) : []);
    }

    private void WriteChanges(WaitSnapshot snapshot)
    {
        foreach (var item in snapshot.Objects.Where(item => item.Readiness != Readiness.Unknown))
        {
            var problems = item.Problems.Select(problem => "  " + WaitTable.Line(problem));
            var text = string.Join('\n', problems.Prepend(WaitTable.Line(item, snapshot.Goal)));
            if (_lines.GetValueOrDefault(item.Reference) != text)
            {
                _lines[item.Reference] = text;
                _terminal.SayLines(text);
            }
        }
    }

    private void WriteSummary(WaitTrail trail, WaitSnapshot snapshot)
    {
        trail.Flush();
        var style = snapshot.Pending.Any() ? TextStyle.Bad : TextStyle.Good;
        foreach (var line in WaitTable.Summary(snapshot))
        {
            _terminal.Say(line, style);
        }
    }

    private void WriteLogs(WaitSnapshot snapshot)
    {
        foreach (var problem in snapshot.Objects.SelectMany(item => item.Problems))
        {
            if (problem.Log is { Text.Length: > 0 } log && _printed.Add((problem.Subject, problem.Container, problem.Restarts)))
            {
                WriteLog(problem, log);
            }
        }
    }

    private void WriteLog(PodProblem problem, ContainerLog log)
    {
        _terminal.Say($"last lines of {WaitTable.Line(problem)}", TextStyle.Warning);
        foreach (var line in Encoding.UTF8.GetString(log.Text.Span).TrimEnd('\n').Split('\n'))
        {
            _terminal.Say("  " + line, TextStyle.Quiet);
        }
    }
}
