using System.Globalization;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Rules;
using SecretsKit.Releases.Waiting.Tracking;

namespace SecretsKit.Cli.Helm.Waiting;

/// <summary>The words of a view of waits: what is not ready yet, and why.</summary>
internal static class WaitTable
{
    /// <summary>The most rows of a table below its heading, which a small terminal has room for.</summary>
    public const int MaxRows = 12;

    /// <summary>The whole table: a heading, then each object that is waited for with what is wrong with its pods.</summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="elapsed">Since the wait began.</param>
    public static IReadOnlyList<string> Lines(WaitSnapshot snapshot, TimeSpan elapsed)
    {
        // What has failed first.
        List<ObjectReadiness> pending = [.. snapshot.Pending.OrderBy(item => item.Readiness.State != ReadinessState.Failed)];
        var width = pending.Select(item => Name(item.Reference).Length).DefaultIfEmpty().Max();
        List<string> rows = [.. pending.SelectMany(item => Rows(item, snapshot.Goal, width))];
        return
        [
            Heading(snapshot, pending.Count, elapsed),
            .. rows.Count > MaxRows ? rows.Take(MaxRows - 1).Append($"  ... and {Number(rows.Count - MaxRows + 1)} more lines") : rows,
        ];
    }

    /// <summary>One object with its state.</summary>
    public static string Line(ObjectReadiness item, WaitGoal goal) => $"{Name(item.Reference)}: {State(item, goal)}";

    /// <summary>What is wrong with a pod.</summary>
    public static string Line(PodProblem problem)
    {
        var container = problem.Container.Length == 0 ? "" : $", {(problem.IsInit ? "init " : "")}container {problem.Container}";
        var place = problem.Subject.Name + container;
        var restarts = problem.Restarts > 0 ? $", {Number(problem.Restarts)} restarts" : "";
        return $"{place}: {Words(problem.Kind)}{restarts}{(problem.Detail.Length > 0 ? ": " + problem.Detail : "")}";
    }

    /// <summary>What warned about an object.</summary>
    public static string Line(WarningEvent warning)
    {
        var times = warning.Count > 1 ? $" ({Number(warning.Count)} times)" : "";
        return $"warning: {Name(warning.Subject)}: {warning.Reason}{times}: {warning.Message}";
    }

    /// <summary>How a wait ended: in one line, and a line more for each object that is not what was waited for.</summary>
    public static IEnumerable<string> Summary(WaitSnapshot snapshot)
    {
        List<ObjectReadiness> pending = [.. snapshot.Pending.OrderBy(item => item.Readiness.State != ReadinessState.Failed)];
        var done = snapshot.Goal switch
        {
            WaitGoal.Deleted => "deleted",
            WaitGoal.Completed => "ended",
            _ => "ready",
        };
        var count = Number(snapshot.Objects.Count - pending.Count);
        return pending.SelectMany(item => Rows(item, snapshot.Goal, 0))
            .Prepend($"{count} of {Number(snapshot.Objects.Count)} objects {done} after {Time(snapshot.Elapsed)}");
    }

    private static IEnumerable<string> Rows(ObjectReadiness item, WaitGoal goal, int width) => item.Problems
        .Select(problem => "    " + Line(problem))
        .Prepend($"  {Name(item.Reference).PadRight(width)}  {State(item, goal)}");

    private static string Heading(WaitSnapshot snapshot, int pending, TimeSpan elapsed)
    {
        var what = snapshot.Goal switch
        {
            WaitGoal.Deleted => "to be deleted",
            WaitGoal.Completed => "to end",
            _ => "to be ready",
        };
        return $"waiting for {Number(pending)} of {Number(snapshot.Objects.Count)} objects {what}, "
            + $"{Time(elapsed)} of {Time(snapshot.Timeout)}";
    }

    /// <summary>How far an object is.</summary>
    public static string State(ObjectReadiness item, WaitGoal goal)
    {
        var word = (goal, item.Readiness.State) switch
        {
            (WaitGoal.Deleted, ReadinessState.NotFound) => "deleted",
            (WaitGoal.Deleted, ReadinessState.Ready) => "not deleted yet",
            (WaitGoal.Completed, ReadinessState.Ready) => "ended",
            (_, ReadinessState.Ready) => "ready",
            (_, ReadinessState.Failed) => "failed",
            (_, ReadinessState.NotFound) => "not found",
            (_, ReadinessState.Terminating) => "being deleted",
            (_, ReadinessState.Unknown) => item.Readiness.Cause == ReadinessCause.NotReadable ? "may not be read" : "not read yet",
            _ => "waiting",
        };
        return item.IsDone || item.Message.Length == 0 || item.Readiness.State is ReadinessState.NotFound or ReadinessState.Terminating
            ? word
            : $"{word}: {item.Message}";
    }

    private static string Words(PodProblemKind kind) => kind switch
    {
        PodProblemKind.NotCreated => "pods cannot be made",
        PodProblemKind.Unschedulable => "no node takes it",
        PodProblemKind.ImagePull => "the image cannot be pulled",
        PodProblemKind.ContainerNotStarted => "the container cannot be started",
        PodProblemKind.CrashLoop => "the container ends again and again",
        PodProblemKind.ContainerFailed => "the container failed",
        _ => "the pod failed",
    };

    private static string Name(ResourceRef item) => $"{item.Kind}/{item.Name}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // As in --timeout: 1m30s.
    private static string Time(TimeSpan time)
    {
        var seconds = (long)time.TotalSeconds;
        var (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        return (hours > 0 ? $"{Number(hours)}h" : "") + (minutes > 0 ? $"{Number(minutes)}m" : "")
            + (rest > 0 || seconds == 0 ? $"{Number(rest)}s" : "");
    }
}
