using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Releases.Diffing;

/// <summary>Compares objects field by field; elements of lists by their places.</summary>
public static class FieldComparison
{
    /// <summary>The fields that differ, in the order of their names.</summary>
    public static IReadOnlyList<FieldChange> Of(MapValue old, MapValue now)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        var changes = new List<FieldChange>();
        Maps(old, now, "", changes);
        return changes;
    }

    /// <summary>Whether two values are the same as JSON.</summary>
    public static bool AreEqual(Value one, Value other) => Text(one).AsSpan().SequenceEqual(Text(other));

    private static void Maps(MapValue old, MapValue now, string path, List<FieldChange> changes)
    {
        var keys = old.SortedKeys.ToArray().Union(now.SortedKeys.ToArray()).OrderBy(key => key.RevealText(), StringComparer.Ordinal);
        foreach (var key in keys)
        {
            var name = key.RevealText();
            var place = path.Length == 0 ? name : $"{path}.{name}";
            Values((old.Contains(key), old[key]), (now.Contains(key), now[key]), path, name, place, changes);
        }
    }

    private static void Lists(ListValue old, ListValue now, string path, List<FieldChange> changes)
    {
        for (var at = 0; at < Math.Max(old.Count, now.Count); at++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"[{at}]");
            Values(Element(old, at), Element(now, at), path, field, path + field, changes);
        }
    }

    private static (bool, Value) Element(ListValue list, int at) => at < list.Count ? (true, list[at]) : (false, Value.Nil);

    private static void Values(
        (bool IsThere, Value Value) old,
        (bool IsThere, Value Value) now,
        string path,
        string field,
        string place,
        List<FieldChange> changes)
    {
        if (!old.IsThere || !now.IsThere)
        {
            changes.Add(new(path, field, old.IsThere ? ChangeKind.Remove : ChangeKind.Add, old.Value, now.Value));
        }
        else if (old.Value.AsMap is { } oldMap && now.Value.AsMap is { } newMap)
        {
            Maps(oldMap, newMap, place, changes);
        }
        else if (old.Value.AsList is { } oldList && now.Value.AsList is { } newList)
        {
            Lists(oldList, newList, place, changes);
        }
        else if (!AreEqual(old.Value, now.Value))
        {
            changes.Add(new(path, field, ChangeKind.Modify, old.Value, now.Value));
        }
    }

    private static byte[] Text(Value value) => GoJson.Format(value, GoJsonOptions.Compact).ToArray();
}
