using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>
/// Rules for kinds that have none of their own, by what the API conventions of Kubernetes say of conditions: those that tell that an object
/// works have to be true, for its current generation. An object without any is ready. The reference looks at <c>Ready</c> alone.
/// </summary>
public static class ConditionRules
{
    // What controllers call the last of their conditions, in the order in which they are named if several do not hold.
    private static readonly string[] Good =
        ["Ready", "Available", "Healthy", "Established", "Programmed", "Succeeded", "Complete", "Completed"];

    private static readonly string[] Bad = ["Failed", "Failure"];

    /// <summary>Judges an object by its conditions.</summary>
    public static Readiness Judge(LiveObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (Bad.Select(item.Condition).FirstOrDefault(one => one is { IsTrue: true }) is { } failed)
        {
            return Readiness.Fails(ReadinessCause.Condition, detail: Text(failed));
        }

        var wanted = item.Integer("metadata", "generation");
        foreach (var condition in Good.Select(item.Condition).OfType<LiveCondition>())
        {
            if (condition.Generation is { } seen && wanted is { } current && seen < current)
            {
                return Readiness.Waits(ReadinessCause.GenerationNotObserved, seen, current);
            }

            if (!condition.IsTrue)
            {
                return Readiness.Waits(ReadinessCause.Condition, detail: Text(condition));
            }
        }

        return Readiness.Ready;
    }

    private static string Text(LiveCondition condition) => condition.Message.Length > 0 ? condition.Message
        : condition.Reason.Length > 0 ? $"{condition.Type}: {condition.Reason}"
        : $"{condition.Type} is {condition.Status}";
}
