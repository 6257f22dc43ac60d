using System.Globalization;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Cli.Plans;

/// <summary>What a plan does, one step after the other, in words. Objects that are left as they are take no step.</summary>
/// <param name="plan">The plan.</param>
internal sealed class PlanOrder(FrozenPlan plan)
{
    // More names make a line that is too long to read.
    private const int MaxNames = 8;

    // Those of tests run by a command of their own.
    private static readonly string[] TestEvents = ["test", "test-success", "test-failure"];

    private bool IsRemoval => plan.Operation == FrozenOperation.Uninstall;

    private string Event => IsRemoval ? "delete" : plan.Operation.ToString().ToLowerInvariant();

    /// <summary>The hooks in the order in which they run, each with its event.</summary>
    public IReadOnlyList<string> Hooks() => [.. Hooks("pre-"), .. Hooks("post-")];

    /// <summary>The steps.</summary>
    public IReadOnlyList<string> Steps() =>
    [
        .. plan.Settings.CreatesNamespace ? [$"create the namespace {plan.Namespace} if it is missing"] : (string[])[],
        .. IsRemoval ? [] : (string[])[Revision($"record revision {plan.Release.Revision} as pending-{Event}")],
        .. plan.Definitions.Select(definition => $"install the definitions of {definition}"),
        .. Hooks("pre-").Select(hook => $"run the hook {hook}"),
        .. IsRemoval ? [Revision($"record revision {plan.Release.Revision} as uninstalling")] : (string[])[],
        .. FrozenStep.Of(plan).Select(Words).Where(words => words.Length > 0),
        .. plan.Deletions.Count > 0 ? ["delete " + Names(plan.Deletions.Select(item => item.Item.Reference))] : (string[])[],
        .. plan.Settings.Wait.Strategy == WaitStrategy.HookOnly ? []
            : (string[])[IsRemoval ? "wait until all of them are gone" : "wait until all objects are ready"],
        .. Hooks("post-").Select(hook => $"run the hook {hook}"),
        End(),
    ];

    private IEnumerable<string> Hooks(string phase) => plan.Settings.Hooks == HookUse.Skip ? []
        : plan.Release.Hooks
            .SelectMany(hook => hook.Events.Where(name => !TestEvents.Contains(name) && name == phase + Event).Select(name => (hook, name)))
            .OrderBy(item => item.hook.Weight)
            .ThenBy(item => item.hook.Name, StringComparer.Ordinal)
            .Select(item => $"{item.name} {item.hook.Kind} {item.hook.Name}");

    private static string Words(FrozenStep step)
    {
        var work = string.Join("; ", step.Writes.Where(write => write.Action != WriteAction.Keep)
            .GroupBy(Verb)
            .Select(same => $"{same.Key} {Names(same.Select(write => write.Item.Reference))}"));
        var before = string.Join(", ", (step.After.Count == 0 ? [] : (string[])[Names(step.After)]).Concat(step.Outside));
        return work.Length == 0 || before.Length == 0 ? work : $"once ready: {before}: {work}";
    }

    // What the server applies may be what is there already, which it finds out itself.
    private static string Verb(PlannedWrite write) =>
        write.Exists ? write.Action.ToString().ToLowerInvariant() : "create";

    // One kind, many names; the kind is said once.
    private static string Names(IEnumerable<ResourceRef> references) => string.Join(", ", references
        .GroupBy(reference => reference.Kind)
        .Select(same => $"{same.Key} {string.Join(", ", same.Take(MaxNames).Select(one => one.Name))}"
            + (same.Count() > MaxNames ? Revision($" and {same.Count() - MaxNames} more") : "")));

    private string End() => IsRemoval
        ? plan.Settings.History == HistoryUse.Keep ? Revision($"record revision {plan.Release.Revision} as uninstalled")
            : $"delete the records of {plan.Release.Name}"
        : Revision($"record revision {plan.Release.Revision} as deployed")
            + (plan.Start is { Status: ReleaseStatus.Deployed } start ? Revision($", {start.Revision} as superseded") : "");

    private static string Revision(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
