using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Ordering;

/// <summary>
/// The order in which the objects of a release are written where annotations ask for one: stages that wait for each other, and go on side
/// by side where they do not. Within a stage Helm's order of kinds counts. Hooks keep Helm's rules.
/// </summary>
internal sealed class DeployOrder
{
    private DeployOrder(IReadOnlyList<OrderStage> stages) => Stages = stages;

    /// <summary>The stages, in an order in which each comes after those that it waits for.</summary>
    public IReadOnlyList<OrderStage> Stages { get; }

    /// <summary>Whether nothing waits for anything: Helm's order is all there is.</summary>
    public bool IsEmpty => Stages is [{ Needs.Count: 0, External.Count: 0 }] or [];

    /// <summary>Works it out.</summary>
    /// <param name="targets">The objects in Helm's order.</param>
    /// <param name="names">Which annotations count.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedDocument"/>: an annotation is wrong, an object needs one that the release does not have, or objects
    /// need each other.
    /// </exception>
    public static DeployOrder Of(IReadOnlyList<ReleaseObject> targets, OrderNames names)
    {
        List<ObjectOrder> orders = [.. targets.Select(target => OrderAnnotations.Read(target, names))];
        var needs = Needs(targets, orders);
        RequireNoCircle(targets, needs);
        List<int> weights = [.. orders.Where((_, at) => needs[at].Count == 0).Select(order => order.Weight).Distinct().Order()];
        var stages = new Dictionary<string, (OrderStage Stage, List<int> Members)>(StringComparer.Ordinal);
        for (var at = 0; at < targets.Count; at++)
        {
            var group = needs[at].Count == 0 ? weights.BinarySearch(orders[at].Weight) : -1;
            var key = string.Create(
                CultureInfo.InvariantCulture,
                $"{group}\n{string.Join(',', needs[at])}\n{string.Join('\n', orders[at].External.Select(need => need.ToString()))}");
            if (!stages.TryGetValue(key, out var stage))
            {
                var members = new List<int>();
                stages[key] = stage = (new(members, group, needs[at], orders[at].External), members);
            }

            stage.Members.Add(at);
        }

        return new(Sorted([.. stages.Values.Select(stage => stage.Stage)], needs));
    }

    /// <summary>Requires that there is an order, before anything is written.</summary>
    /// <exception cref="SecretsKitException">There is none, as <see cref="Of"/> says.</exception>
    public static void Require(IReadOnlyList<ReleaseObject> targets, OrderNames names) => _ = Of(targets, names);

    private static List<(int Target, NeedState State)>[] Needs(IReadOnlyList<ReleaseObject> targets, List<ObjectOrder> orders)
    {
        var needs = new List<(int, NeedState)>[targets.Count];
        for (var at = 0; at < targets.Count; at++)
        {
            needs[at] = [];
            foreach (var need in orders[at].Needs)
            {
                // A selector without a name may mean the object itself, too.
                var found = Enumerable.Range(0, targets.Count)
                    .Where(other => need.Selector.Matches(targets[other]) && (other != at || need.IsRequired))
                    .ToList();
                if (found.Count == 0 && need.IsRequired)
                {
                    throw new SecretsKitException(
                        ErrorCode.MalformedDocument,
                        DisplayText.Message($"{targets[at].Reference.ToString()} depends on {need.Text}, which the release does not have"))
                    {
                        Hint = "name an object of the release; for those of others use the annotation secretskit.io/wait-for",
                    };
                }

                needs[at].AddRange(found.Select(other => (other, need.State)));
            }

            needs[at] = [.. needs[at].Distinct().Order()];
        }

        return needs;
    }

    private static void RequireNoCircle(IReadOnlyList<ReleaseObject> targets, List<(int Target, NeedState State)>[] needs)
    {
        var isDone = new bool[targets.Count];
        for (var at = 0; at < targets.Count; at++)
        {
            if (Circle(at, needs, isDone) is { } circle)
            {
                var chain = string.Join(" needs ", circle.Select(member => targets[member].Reference.ToString()));
                throw new SecretsKitException(
                    ErrorCode.MalformedDocument, DisplayText.Message($"objects of the release wait for each other: {chain}"))
                {
                    Hint = "remove one of these dependencies",
                };
            }
        }
    }

    // Depth first, without recursion: charts may have chains of any length.
    private static List<int>? Circle(int start, List<(int Target, NeedState State)>[] needs, bool[] isDone)
    {
        var path = new List<int>();
        var next = new Stack<int>();
        var onPath = new HashSet<int>();
        for (var (at, place) = (start, 0); ;)
        {
            if (place == 0 && !isDone[at])
            {
                path.Add(at);
                onPath.Add(at);
            }

            if (isDone[at] || place == needs[at].Count)
            {
                if (!isDone[at])
                {
                    isDone[at] = true;
                    path.RemoveAt(path.Count - 1);
                    onPath.Remove(at);
                }

                if (path.Count == 0)
                {
                    return null;
                }

                (at, place) = (path[^1], next.Pop());
                continue;
            }

            var target = needs[at][place].Target;
            if (onPath.Contains(target))
            {
                return [.. path.SkipWhile(member => member != target), target];
            }

            next.Push(place + 1);
            (at, place) = (target, 0);
        }
    }

    private static List<OrderStage> Sorted(List<OrderStage> stages, List<(int Target, NeedState State)>[] needs)
    {
        var sorted = new List<OrderStage>(stages.Where(stage => stage.Group >= 0).OrderBy(stage => stage.Group));
        var written = sorted.SelectMany(stage => stage.Members).ToHashSet();
        for (var left = stages.Where(stage => stage.Group < 0).ToList(); left.Count > 0;)
        {
            var now = left.Where(stage => stage.Needs.All(need => written.Contains(need.Target))).ToList();
            sorted.AddRange(now);
            written.UnionWith(now.SelectMany(stage => stage.Members));
            left.RemoveAll(now.Contains);
        }

        return sorted;
    }
}
