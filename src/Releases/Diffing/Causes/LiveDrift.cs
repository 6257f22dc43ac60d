using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>
/// What was changed in a live object after the last revision: fields of its manifest that have another value now, and who wrote them last.
/// Fields that the manifest does not name are others' business, such as replicas that an autoscaler sets.
/// </summary>
public static class LiveDrift
{
    private const string NamedElement = "k:name=";

    /// <summary>Finds the changes, one cause for each manager of fields.</summary>
    /// <param name="recorded">The object as the last revision's manifest has it.</param>
    /// <param name="live">The object as the server has it.</param>
    public static IReadOnlyList<ChangeCause> Of(MapValue recorded, MapValue live)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(live);
        var found = new List<(string Who, string Field)>();
        Compare(Value.Of(AsStored(recorded)), Value.Of(live), [], "", (path, field) => found.Add((Manager(live, path), field)));
        return
        [
            .. found.GroupBy(one => one.Who, one => one.Field, StringComparer.Ordinal)
                .Select(group => new ChangeCause(CauseKind.Drift, group.Key, [.. group])),
        ];
    }

    // Servers keep the texts of a Secret encoded, and only so.
    private static MapValue AsStored(MapValue item)
    {
        if (ObjectTree.Text(item, "kind") != "Secret" || item[new("stringData")].AsMap is not { } texts)
        {
            return item;
        }

        var (copy, data) = (item.ShallowCopy(), item[new("data")].AsMap?.ShallowCopy() ?? new());
        foreach (var (key, value) in texts.Entries)
        {
            data.Set(key, Value.Of(Convert.ToBase64String(value.IsString ? value.StringBytes : [])));
        }

        copy.Remove(new("stringData"));
        copy.Set(new("data"), Value.Of(data));
        return copy;
    }

    private static void Compare(
        Value recorded, Value live, IReadOnlyList<string> path, string place, Action<IReadOnlyList<string>, string> found)
    {
        if (recorded.AsMap is { } map && live.AsMap is { } other)
        {
            foreach (var key in map.SortedKeys.ToArray().Where(key => !(path.Count == 0 && key.RevealText() is "status")))
            {
                var name = key.RevealText();
                var inner = place.Length == 0 ? name : $"{place}.{name}";
                if (other.Contains(key) || !IsEmpty(map[key]))
                {
                    Compare(map[key], other[key], [.. path, "f:" + name], inner, found);
                }
            }
        }
        else if (recorded.AsList is { } list && live.AsList is { } items)
        {
            CompareLists(list, items, path, place, found);
        }
        else if (!FieldComparison.AreEqual(recorded, live) && !AmountsAreEqual(recorded, live))
        {
            found(path, place);
        }
    }

    // Elements with names are found by them; others count by their places.
    private static void CompareLists(
        ListValue recorded, ListValue live, IReadOnlyList<string> path, string place, Action<IReadOnlyList<string>, string> found)
    {
        for (var at = 0; at < recorded.Count; at++)
        {
            var inner = $"{place}[{at.ToString(System.Globalization.CultureInfo.InvariantCulture)}]";
            var name = recorded[at].AsMap is { } item ? ObjectTree.Text(item, "name") : "";
            var match = name.Length > 0
                ? live.Items.ToArray().FirstOrDefault(one => one.AsMap is { } other && ObjectTree.Text(other, "name") == name)
                : at < live.Count ? live[at] : Value.Nil;
            if (match.IsNil)
            {
                found(path, inner);
            }
            else
            {
                Compare(recorded[at], match, name.Length > 0 ? [.. path, NamedElement + name] : path, inner, found);
            }
        }
    }

    // Servers leave out what is empty.
    private static bool IsEmpty(Value value) => value.IsNil || value.AsMap?.Count == 0 || value.AsList?.Count == 0;

    // Servers write amounts their own way: 0.5 as 500m, 1 as "1".
    private static bool AmountsAreEqual(Value one, Value other) =>
        Amount(one) is { } first && Amount(other) is { } second && Math.Abs(first - second) <= Math.Abs(first) * 1e-9;

    private static double? Amount(Value value) =>
        ScalarText.TryOf(value, out var text) ? Quantity.Parse(text)?.Amount : null;

    // The one who wrote the field last; the deepest entry counts.
    private static string Manager(MapValue live, IReadOnlyList<string> path)
    {
        var entries = ObjectTree.Metadata(live)[new("managedFields")].AsList?.Items.ToArray() ?? [];
        return entries.Select(entry => entry.AsMap).OfType<MapValue>()
            .Where(entry => ObjectTree.Text(entry, "subresource").Length == 0)
            .Select(entry => (
                Name: ObjectTree.Text(entry, "manager"),
                Time: ObjectTree.Text(entry, "time"),
                Depth: Depth(entry[new("fieldsV1")].AsMap, path)))
            .Where(entry => entry.Depth > 0)
            .OrderByDescending(entry => entry.Depth)
            .ThenByDescending(entry => entry.Name != FieldOwners.Name)
            .ThenByDescending(entry => entry.Time, StringComparer.Ordinal)
            .Select(entry => entry.Name)
            .FirstOrDefault() ?? "";
    }

    private static int Depth(MapValue? fields, IReadOnlyList<string> path)
    {
        var depth = 0;
        foreach (var step in path)
        {
            fields = step.StartsWith(NamedElement, StringComparison.Ordinal)
                ? Element(fields, step[NamedElement.Length..])
                : fields?[new(step)].AsMap;
            if (fields is null)
            {
                break;
            }

            depth++;
        }

        return depth;
    }

    // Entries of lists are named by their keys as JSON: k:{"name":"web"}, k:{"containerPort":80,"protocol":"TCP"}.
    private static MapValue? Element(MapValue? fields, string name)
    {
        var wanted = $"\"name\":{GoQuote.Format(name)}";
        foreach (var (key, value) in (fields ?? new()).Entries)
        {
            var text = key.RevealText();
            if (text.StartsWith("k:", StringComparison.Ordinal) && text.Contains(wanted, StringComparison.Ordinal))
            {
                return value.AsMap;
            }
        }

        return null;
    }
}
