using System.Text;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Tracking;

namespace SecretsKit.Cli.Helm.Waiting;

/// <summary>
/// Shows on standard error what warns about the objects of a deploy, and what their new containers print: line by line, or, where a build
/// server folds its log, each container's lines as one group when it ends or the wait does. Safe on all threads.
/// </summary>
/// <param name="terminal">Where.</param>
/// <param name="folding">How the log of a build server folds lines.</param>
/// <param name="clock">Gives the time, for the groups.</param>
internal sealed class WaitTrail(TerminalOutput terminal, LogFolding folding, TimeProvider clock) : IWaitTracker
{
    /// <summary>Most characters of a container that are kept until they are shown; the first are left out.</summary>
    public const int MaxKept = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Pod, string Container), StringBuilder> _kept = [];

    /// <inheritdoc/>
    public void Warn(WarningEvent warning) => terminal.Say(WaitTable.Line(warning), TextStyle.Warning);

    /// <inheritdoc/>
    public void Print(ContainerLines lines)
    {
        var text = Encoding.UTF8.GetString(lines.Text.Span);
        if (folding == LogFolding.None)
        {
            foreach (var line in text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n'))
            {
                terminal.Say($"{lines.Pod}/{lines.Container}: {line}", TextStyle.Quiet);
            }

            return;
        }

        lock (_gate)
        {
            Keep((lines.Pod, lines.Container), text);
            if (lines.IsEnd && _kept.Remove((lines.Pod, lines.Container), out var kept))
            {
                Show(lines.Pod, lines.Container, kept);
            }
        }
    }

    /// <summary>Shows what is kept: a wait is over.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            foreach (var ((pod, container), kept) in _kept)
            {
                Show(pod, container, kept);
            }

            _kept.Clear();
        }
    }

    private void Keep((string Pod, string Container) source, string text)
    {
        if (!_kept.TryGetValue(source, out var kept))
        {
            _kept[source] = kept = new();
        }

        kept.Append(text);
        if (kept.Length > MaxKept)
        {
            kept.Remove(0, kept.Length - MaxKept);
        }
    }

    private void Show(string pod, string container, StringBuilder kept)
    {
        if (kept.Length > 0)
        {
            var lines = kept.ToString().TrimEnd('\n').Split('\n').Select(line => "  " + line);
            terminal.SayFolded(folding, $"log of {pod}/{container}", string.Join('\n', lines), clock.GetUtcNow());
        }
    }
}
