namespace SecretsKit.Charts.Rendering.Objects.Globs;

/// <summary>Takes what all rows of a choice begin or end with out of it: <c>{*.yml,*.yaml}</c> is <c>*{.yml,.yaml}</c>.</summary>
internal static class CommonEnds
{
    /// <summary>The choice as a row, or null if its rows have nothing in common.</summary>
    public static GlobNode? TakeOut(GlobNode choice)
    {
        var rows = choice.Children;
        var (left, right) = rows.Count < 2 ? (0, 0) : Count(rows);
        if (left + right == 0)
        {
            return null;
        }

        var rests = new List<GlobNode>();
        foreach (var row in rows)
        {
            var rest = row.Children[left..^right];
            var node = rest.Count == 0 ? new GlobNode(GlobKind.Nothing) : new GlobNode(GlobKind.Row) { Children = rest };
            if (!rests.Contains(node))
            {
                rests.Add(node);
            }
        }

        var parts = new List<GlobNode>();
        parts.AddRange(left > 0 ? [new(GlobKind.Row) { Children = rows[0].Children[..left] }] : []);
        parts.AddRange(rests is [{ Kind: GlobKind.Nothing }] ? [] : rests.Count == 1 ? rests : [new(GlobKind.Choice) { Children = rests }]);
        parts.AddRange(right > 0 ? [new(GlobKind.Row) { Children = rows[0].Children[^right..] }] : []);
        return new(GlobKind.Row) { Children = parts };
    }

    // How many pieces all rows have in common on the left and on the right; none counts for both.
    private static (int Left, int Right) Count(List<GlobNode> rows)
    {
        var shortest = rows.MinBy(static row => row.Children.Count)!.Children;
        var (left, right) = (0, 0);
        var (leftEnds, rightEnds) = (false, false);
        for (var i = 0; left + right < shortest.Count && i < shortest.Count && !(leftEnds && rightEnds); i++)
        {
            foreach (var row in rows.Where(row => row.Children != shortest))
            {
                leftEnds |= !row.Children[i].Equals(shortest[i]);
                rightEnds |= (!leftEnds && shortest.Count - 1 - i <= i) || !row.Children[^(i + 1)].Equals(shortest[^(i + 1)]);
            }

            left += leftEnds ? 0 : 1;
            right += rightEnds ? 0 : 1;
        }

        return (left, right);
    }
}
