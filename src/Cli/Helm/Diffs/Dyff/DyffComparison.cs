using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Releases.Diffing;

namespace SecretsKit.Cli.Helm.Diffs.Dyff;

/// <summary>
/// Compares objects place by place as dyff does, which helm-diff calls for <c>--output dyff</c> (spec helm.md 21.4): entries of lists are
/// found again by a field that names them, or else by their content.
/// </summary>
internal static class DyffComparison
{
    // Fields that name entries of lists, the better ones first.
    private static readonly string[] Names = ["name", "key", "id", "manager"];

    // How many entries a list has at least whose entries may be named by any other field.
    private const int ManyEntries = 4;

    /// <summary>All differences: objects that both sides have, then those that go, those that come, and the order.</summary>
    /// <param name="changes">The objects as they are shown.</param>
    public static IReadOnlyList<DyffDifference> Of(IReadOnlyList<ObjectChange> changes)
    {
        var before = ByName(changes.Select(change => change.Old).OfType<DiffObject>());
        var after = ByName(changes.Select(change => change.Now).OfType<DiffObject>());
        var result = new List<DyffDifference>();
        foreach (var (name, item) in before.Where(pair => after.ContainsKey(pair.Key)))
        {
            new Walk(Root(name), result).Values([], Value.Of(item.Tree), Value.Of(after[name].Tree));
        }

        foreach (var (name, item) in before.Where(pair => !after.ContainsKey(pair.Key)))
        {
            result.Add(new([], Root(name), [new(DyffKind.Removal, Value.Of(item.Tree), Value.Nil) { IsDocument = true }]));
        }

        foreach (var (name, item) in after.Where(pair => !before.ContainsKey(pair.Key)))
        {
            result.Add(new(
                [], after.Count > 1 ? name : "", [new(DyffKind.Addition, Value.Nil, Value.Of(item.Tree)) { IsDocument = true }]));
        }

        if (before.Count == after.Count && !before.Keys.SequenceEqual(after.Keys))
        {
            result.Add(new(null, "", [new(DyffKind.Order, Texts(before.Keys), Texts(after.Keys))]));
        }

        return result;

        // One object alone needs no name.
        string Root(string name) => before.Count > 1 ? name : "";
    }

    // Of several without a name of their own the last counts.
    private static OrderedDictionary<string, DiffObject> ByName(IEnumerable<DiffObject> items)
    {
        var named = new OrderedDictionary<string, DiffObject>();
        foreach (var item in items)
        {
            named[NameOf(item)] = item;
        }

        return named;
    }

    private static string NameOf(DiffObject item)
    {
        var metadata = item.Tree[new("metadata")].AsMap ?? new();
        return string.Join('/', new[] { item.ApiVersion, item.Kind, Text(metadata, "namespace"), Text(metadata, "name") }
            .Where(part => part.Length > 0));
    }

    private static string Text(MapValue map, string key) => ScalarText.TryOf(map[new(key)], out var text) ? text : "";

    private static Value Texts(IEnumerable<string> texts) => Value.Of(new ListValue([.. texts.Select(text => Value.Of(text))]));

    private sealed class Walk(string item, List<DyffDifference> result)
    {
        public void Values(IReadOnlyList<string> place, Value from, Value to)
        {
            if (from.AsMap is { } oldMap && to.AsMap is { } newMap)
            {
                Maps(place, oldMap, newMap);
            }
            else if (from.AsList is { } oldList && to.AsList is { } newList)
            {
                Lists(place, [.. oldList.Items], [.. newList.Items]);
            }
            else if (!FieldComparison.AreEqual(from, to))
            {
                result.Add(new(place, item, [new(DyffKind.Modification, from, to)]));
            }
        }

        // What the place itself gains and loses comes before what differs below it.
        private void Maps(IReadOnlyList<string> place, MapValue from, MapValue to)
        {
            var at = result.Count;
            var (removed, added) = (new MapValue(), new MapValue());
            foreach (var (key, value) in from.Entries)
            {
                if (to.Contains(key))
                {
                    Values([.. place, key.RevealText()], value, to[key]);
                }
                else
                {
                    removed.Set(key, value);
                }
            }

            foreach (var (key, value) in to.Entries)
            {
                if (!from.Contains(key))
                {
                    added.Set(key, value);
                }
            }

            Insert(at, place,
            [
                .. Detail(DyffKind.Removal, removed.Count, Value.Of(removed)),
                .. Detail(DyffKind.Addition, added.Count, Value.Of(added)),
            ]);
        }

        private void Lists(IReadOnlyList<string> place, List<Value> from, List<Value> to)
        {
            if (NamingField(from, to) is { } field)
            {
                Compare(place, from, to, entry => Text(entry.AsMap!, field), isNamed: true);
            }
            else if (from.Count == 1 && to.Count == 1)
            {
                Values([.. place, "0"], from[0], to[0]);
            }
            else
            {
                Compare(place, from, to, Yaml, isNamed: false);
            }
        }

        private void Compare(IReadOnlyList<string> place, List<Value> from, List<Value> to, Func<Value, string> name, bool isNamed)
        {
            var at = result.Count;
            var (rest, removed, common) = (to.ToList(), new List<Value>(), new List<Value>());
            foreach (var entry in from)
            {
                var found = rest.FindIndex(other => name(other) == name(entry));
                if (found < 0)
                {
                    removed.Add(entry);
                    continue;
                }

                if (isNamed)
                {
                    Values([.. place, name(entry)], entry, rest[found]);
                }

                common.Add(entry);
                rest.RemoveAt(found);
            }

            var left = common.Select(name).ToList();
            List<Value> now = [.. to.Where(entry => left.Remove(name(entry)))];
            Insert(at, place,
            [
                .. now.Select(name).SequenceEqual(common.Select(name)) ? []
                    : (DyffDetail[])[new(DyffKind.Order, Shown(common), Shown(now))],
                .. Detail(DyffKind.Removal, removed.Count, Value.Of(new ListValue([.. removed]))),
                .. Detail(DyffKind.Addition, rest.Count, Value.Of(new ListValue([.. rest]))),
            ]);

            Value Shown(List<Value> entries) =>
                isNamed ? Texts(entries.Select(name)) : Value.Of(new ListValue([.. entries]));
        }

        private void Insert(int at, IReadOnlyList<string> place, IReadOnlyList<DyffDetail> details)
        {
            if (details.Count > 0)
            {
                result.Insert(at, new(place, item, details));
            }
        }

        private static DyffDetail[] Detail(DyffKind kind, int count, Value value) => count == 0 ? []
            : kind == DyffKind.Removal ? [new(kind, value, Value.Nil)]
            : [new(kind, Value.Nil, value)];

        // A field that all entries have, with a value of its own in each.
        private static string? NamingField(List<Value> from, List<Value> to)
        {
            return Names.FirstOrDefault(name => IsNaming(from, name) && IsNaming(to, name))
                ?? (from.Count < ManyEntries || from[0].AsMap is not { } first ? null
                    : first.SortedKeys.ToArray().Select(key => key.RevealText())
                        .FirstOrDefault(name => IsNaming(from, name) && IsNaming(to, name)));

            static bool IsNaming(List<Value> entries, string name) => entries.Count > 0
                && entries.TrueForAll(entry => entry.AsMap?[new(name)].IsString == true)
                && entries.Select(entry => Text(entry.AsMap!, name)).Distinct().Count() == entries.Count;
        }

        private static string Yaml(Value value) => value.Kind.ToString() + DyffReport.Yaml(value);
    }
}
