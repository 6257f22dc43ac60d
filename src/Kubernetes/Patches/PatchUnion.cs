using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>One patch of two: deletions, and what changes. Both name the same order of each list, that of the new manifest.</summary>
internal static class PatchUnion
{
    /// <summary>The union; changes the deletions.</summary>
    public static MapValue Of(MapValue deletions, MapValue changes, MergeType? type)
    {
        foreach (var (key, change) in changes.Entries)
        {
            var field = MergeType.FieldOf(type, key);
            deletions.Set(key, deletions.TryGet(key, out var deletion) && key != Directives.RetainKeys && !Directives.IsBesideList(key)
                ? Field(deletion, change, field)
                : change);
        }

        return deletions;
    }

    private static Value Field(Value deletion, Value change, MergeField field) =>
        deletion.AsMap is { } map && change.AsMap is { } changes && !field.Replaces ? Value.Of(Of(map, changes, field.Type))
            : deletion.AsList is { } list && change.AsList is { } elements && field is { Merges: true, Key.IsEmpty: false }
                ? Value.Of(Lists(list, elements, field))
                : change;

    // Elements of both are united and are where the changes have them. Those of the deletions alone come before the first that follows them
    // there, and deletions proper behind everything.
    private static ListValue Lists(ListValue deletions, ListValue changes, MergeField field)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var at = 0; at < deletions.Count; at++)
        {
            places.TryAdd(KeyOf(deletions[at], field.Key), at);
        }

        var wanted = new List<(Value Value, int Place)>(changes.Count);
        var united = new HashSet<int>();
        foreach (var change in changes.Items)
        {
            var place = places.GetValueOrDefault(KeyOf(change, field.Key), -1);
            wanted.Add((place >= 0 && united.Add(place) && deletions[place].AsMap is { } map && change.AsMap is { } element
                ? Value.Of(Of(map, element, field.Type))
                : change, place));
        }

        var all = new List<Value>(deletions.Count + changes.Count);
        var next = 0;
        for (var at = 0; at < deletions.Count; at++)
        {
            if (united.Contains(at))
            {
                continue;
            }

            while (next < wanted.Count && (wanted[next].Place < 0 || wanted[next].Place < at))
            {
                all.Add(wanted[next++].Value);
            }

            all.Add(deletions[at]);
        }

        all.AddRange(wanted.Skip(next).Select(one => one.Value));
        return new([.. all]);
    }

    private static string KeyOf(Value element, ByteString key) => TreeEquality.TextOf(element.Field(key));
}
