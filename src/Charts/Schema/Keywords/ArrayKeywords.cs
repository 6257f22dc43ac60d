using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary><c>prefixItems</c> and <c>items</c>; before 2020-12 <c>items</c> and <c>additionalItems</c>.</summary>
/// <param name="prefix">For the items in front.</param>
/// <param name="rest">For the others, or null.</param>
/// <param name="refusesRest">Whether <c>additionalItems</c> is written as <c>false</c>: then one finding counts the others.</param>
internal sealed class ItemsKeyword(SchemaNode[] prefix, SchemaNode? rest, bool refusesRest) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Array is not { } list)
        {
            return;
        }

        var inFront = Math.Min(prefix.Length, list.Count);
        for (var i = 0; i < inFront; i++)
        {
            frame.Report(frame.CheckPart(prefix[i], list[i], frame.Path.At(i)));
        }

        frame.Evaluated?.AddItemsBefore(rest is null ? inFront : list.Count);
        if (rest is null || inFront == list.Count)
        {
            return;
        }

        if (refusesRest)
        {
            frame.Report(new(FindingKind.AdditionalItems, "additionalItems", frame.Path) { Positions = [list.Count - inFront] });
            return;
        }

        for (var i = inFront; i < list.Count; i++)
        {
            // Helm counts the items behind the tuple from 0 again.
            frame.Report(frame.CheckPart(rest, list[i], frame.Path.At(i - inFront)));
        }
    }
}

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
/// <param name="schema">What to look for.</param>
/// <param name="min">The least count, or null: one.</param>
/// <param name="max">The most, or null.</param>
/// <param name="evaluates">Whether what matched counts as evaluated: from 2020-12 on.</param>
internal sealed class ContainsKeyword(SchemaNode schema, ExactNumber? min, ExactNumber? max, bool evaluates) : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Array is not { } list)
        {
            return;
        }

        var matched = new List<int>();
        var causes = new List<SchemaFinding>();
        for (var i = 0; i < list.Count; i++)
        {
            if (frame.CheckPart(schema, list[i], frame.Path.At(i)) is { } finding)
            {
                causes.Add(finding);
                continue;
            }

            matched.Add(i);
            if (evaluates)
            {
                frame.Evaluated?.Add(i);
            }
        }

        var count = ExactNumber.Of(matched.Count);
        if (min is { } least && count.CompareTo(least) < 0)
        {
            frame.Report(new(FindingKind.MinContains, "minContains", frame.Path, causes) { Positions = matched, Bounds = (count, least) });
        }
        else if (min is null && matched.Count == 0)
        {
            frame.Report(new(FindingKind.Contains, "contains", frame.Path, causes));
        }

        if (max is { } most && count.CompareTo(most) > 0)
        {
            frame.Report(new(FindingKind.MaxContains, "maxContains", frame.Path) { Positions = matched, Bounds = (count, most) });
        }
    }
}

/// <summary><c>uniqueItems</c>: names the first item that another one before it equals.</summary>
internal sealed class UniqueItemsKeyword : Keyword
{
    public override void Check(Frame frame)
    {
        if (frame.Array is not { } list)
        {
            return;
        }

        var byHash = new Dictionary<int, List<int>>();
        for (var i = 0; i < list.Count; i++)
        {
            var hash = JsonEquality.Hash(list[i]);
            if (!byHash.TryGetValue(hash, out var places))
            {
                byHash[hash] = places = [];
            }

            frame.Session.Spend(1 + places.Count);
            foreach (var earlier in places)
            {
                if (JsonEquality.AreEqual(list[earlier], list[i]))
                {
                    frame.Report(new(FindingKind.UniqueItems, "uniqueItems", frame.Path) { Positions = [earlier, i] });
                    return;
                }
            }

            places.Add(i);
        }
    }
}
