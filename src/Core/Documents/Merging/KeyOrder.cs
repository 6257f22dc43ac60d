namespace SecretsKit.Core.Documents.Merging;

/// <summary>The order of the keys of a merged map.</summary>
internal static class KeyOrder
{
    /// <summary>
    /// Orders the keys of both sides as the side does that reordered, else as both do. A run of
    /// keys that only one side has stays behind the key that it follows there; two runs behind one key are ordered by their first keys, so
    /// that it does not matter who merges whom.
    /// </summary>
    public static IEnumerable<EntryName> Of(KeyedEntries @base, KeyedEntries ours, KeyedEntries theirs)
    {
        var (first, second) = !IsReordered(@base, ours, theirs) && IsReordered(@base, theirs, ours) ? (theirs, ours) : (ours, theirs);
        var runs = Runs(second, first);
        var own = new List<EntryName>();
        var following = runs.GetValueOrDefault(Start, []);
        foreach (var name in first.Names)
        {
            if (!second.Has(name))
            {
                own.Add(name);
                continue;
            }

            foreach (var before in Join(own, following))
            {
                yield return before;
            }

            yield return name;
            (own, following) = ([], runs.GetValueOrDefault(name, []));
        }

        foreach (var last in Join(own, following))
        {
            yield return last;
        }
    }

    // No key can stand there: occurrences count from 0.
    private static EntryName Start => new(default, -1);

    /// <summary>The keys that only one side has, under the shared key that they follow.</summary>
    private static Dictionary<EntryName, List<EntryName>> Runs(KeyedEntries side, KeyedEntries other)
    {
        var runs = new Dictionary<EntryName, List<EntryName>>();
        var shared = Start;
        foreach (var name in side.Names)
        {
            if (other.Has(name))
            {
                shared = name;
            }
            else if (runs.TryGetValue(shared, out var run))
            {
                run.Add(name);
            }
            else
            {
                runs.Add(shared, [name]);
            }
        }

        return runs;
    }

    private static IEnumerable<EntryName> Join(List<EntryName> left, List<EntryName> right) =>
        left.Count > 0 && right.Count > 0 && right[0].Key.Span.SequenceCompareTo(left[0].Key.Span) < 0
            ? right.Concat(left)
            : left.Concat(right);

    private static bool IsReordered(KeyedEntries @base, KeyedEntries side, KeyedEntries other) =>
        !@base.Names.Where(name => side.Has(name) && other.Has(name))
            .SequenceEqual(side.Names.Where(name => @base.Has(name) && other.Has(name)));
}
