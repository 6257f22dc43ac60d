using System.Globalization;
using System.Text;
using SecretsKit.Cli.Helm.Waiting;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Explaining;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Diagnosis;

namespace SecretsKit.Cli.Pipelines.Explaining;

/// <summary>The report of <c>pipeline explain</c> for people.</summary>
/// <param name="terminal">Where.</param>
internal sealed class ExplanationText(TerminalOutput terminal)
{
    /// <summary>Prints it.</summary>
    public void Write(ReleaseExplanation found)
    {
        var release = found.Release;
        var place = $"release {release.Name} in {release.Namespace}: "
            + $"revision {Number(release.Revision)} is {ReleaseStatusText.Of(release.Status)}";
        terminal.Print(release.Description.Length > 0 ? $"{place}: {release.Description}" : place, TextStyle.Strong);
        List<ExplainedObject> ill = [.. found.Objects.Where(item => !item.IsHealthy)];
        terminal.Print(ill.Count == 0
            ? $"all {Number(found.Objects.Count)} objects are there and work"
            : $"{Number(ill.Count)} of {Number(found.Objects.Count)} objects do not work:");
        ill.ForEach(WriteObject);
        foreach (var quota in found.Quotas)
        {
            terminal.Print($"quota {quota.Name} in {quota.Namespace}: all of {quota.Resource} ({quota.Limit}) is used", TextStyle.Warning);
        }

        WriteWarnings(found);
        if (found.Unreadable.Count > 0)
        {
            terminal.Print($"not looked at, for want of the right to list them: {string.Join(", ", found.Unreadable)}", TextStyle.Quiet);
        }

        WriteNext(found, ill);
    }

    private void WriteObject(ExplainedObject item)
    {
        var hook = item.Hook.Length > 0 ? $" (hook {item.Hook})" : "";
        var goal = item.Hook.Length > 0 ? WaitGoal.Completed : WaitGoal.Ready;
        var state = item.Backend is { Ready: 0 } ? "no pod is ready behind it" : WaitTable.State(item.Object, goal);
        terminal.Print($"{item.Object.Reference.Kind}/{item.Object.Reference.Name}{hook}: {state}", TextStyle.Bad);
        if (item.Backend is { Ready: 0 } backend)
        {
            terminal.Print($"  {Number(backend.Pods)} pods have the labels {backend.Selector}, none is ready");
            Advise(ProblemAdvice.Of(backend));
        }

        foreach (var problem in item.Object.Problems)
        {
            terminal.Print("  " + WaitTable.Line(problem));
            Advise(ProblemAdvice.Of(problem));
            WriteLog(problem);
        }
    }

    private void Advise(string advice)
    {
        if (advice.Length > 0)
        {
            terminal.Print("    " + advice, TextStyle.Good);
        }
    }

    private void WriteLog(PodProblem problem)
    {
        if (problem.Log is not { Text.Length: > 0 } log)
        {
            return;
        }

        terminal.Print($"    last lines of {problem.Container}:");
        foreach (var line in Encoding.UTF8.GetString(log.Text.Span).TrimEnd('\n').Split('\n'))
        {
            terminal.Print("      " + line, TextStyle.Quiet);
        }
    }

    private void WriteWarnings(ReleaseExplanation found)
    {
        if (found.Warnings.Count == 0)
        {
            return;
        }

        terminal.Print("warnings, the last one last:");
        foreach (var one in found.Warnings)
        {
            var time = one.Last.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            terminal.Print($"  {time}  {WaitTable.Line(one)["warning: ".Length..]}", TextStyle.Warning);
        }
    }

    private void WriteNext(ReleaseExplanation found, List<ExplainedObject> ill)
    {
        var release = found.Release;
        if (ill.FirstOrDefault(item => item.Object.Problems.Count > 0)?.Object.Problems[0].Subject is { } pod)
        {
            terminal.Print($"look closer: kubectl describe {Name(pod)}");
        }

        if (ill.FirstOrDefault(item => item.Backend is { Ready: 0 })?.Object.Reference is { } service)
        {
            terminal.Print($"try it by hand: kubectl port-forward {Name(service)} PORT");
        }

        if (!found.IsHealthy && release.Revision > 1)
        {
            terminal.Print(
                $"compare with the revision before: secretskit helm diff revision {release.Name} {Number(release.Revision - 1)} "
                + $"{Number(release.Revision)} -n {release.Namespace}");
        }
    }

    private static string Name(ResourceRef item) => $"{item.Kind.ToLowerInvariant()}/{item.Name} -n {item.Namespace}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
