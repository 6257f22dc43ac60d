namespace SecretsKit.Core.Text.Regexp;

internal enum RegexpOp
{
    Empty,
    Set,
    Assertion,
    Group,
    Repeat,
    Concat,
    Alternate,
}

/// <summary>A parsed expression. Height and repetition are bounded while it is built, so walking it by recursion is safe.</summary>
internal sealed class RegexpNode
{
    public required RegexpOp Op { get; init; }

    /// <summary>Of a set: the characters. A literal is a set of one.</summary>
    public RuneSet? Set { get; init; }

    /// <summary>Of an assertion: what must hold between two characters.</summary>
    public Assertions Assertion { get; init; }

    /// <summary>Of a group: its number from 1.</summary>
    public int Number { get; init; }

    public int Min { get; init; }

    /// <summary>Of a repetition: the most turns, or -1 for no limit.</summary>
    public int Max { get; init; }

    public bool Lazy { get; init; }

    public IReadOnlyList<RegexpNode> Children { get; init; } = [];

    /// <summary>Longest path to a leaf.</summary>
    public int Height { get; private init; } = 1;

    /// <summary>Instructions that it compiles to, roughly and never too few.</summary>
    public long Size { get; private init; } = 1;

    /// <summary>Whether it can match without consuming a character.</summary>
    public bool Nullable { get; private init; }

    public static RegexpNode Of(RuneSet set) => new() { Op = RegexpOp.Set, Set = set };

    public static RegexpNode Of(Assertions assertion) => new() { Op = RegexpOp.Assertion, Assertion = assertion, Nullable = true };

    public static RegexpNode Group(int number, RegexpNode child) => new()
    {
        Op = RegexpOp.Group,
        Number = number,
        Children = [child],
        Height = child.Height + 1,
        Size = child.Size + 2,
        Nullable = child.Nullable,
    };

    public static RegexpNode Repeat(RegexpNode child, int min, int max, bool lazy) => new()
    {
        Op = RegexpOp.Repeat,
        Min = min,
        Max = max,
        Lazy = lazy,
        Children = [child],
        Height = child.Height + 1,
        Size = Math.Max(1, ((child.Size + 1) * Math.Max(1, Math.Max(min, max))) + 2),
        Nullable = min == 0 || child.Nullable,
    };

    public static RegexpNode Concat(IReadOnlyList<RegexpNode> children) => children.Count switch
    {
        0 => new() { Op = RegexpOp.Empty, Nullable = true },
        1 => children[0],
        _ => new()
        {
            Op = RegexpOp.Concat,
            Children = children,
            Height = Tallest(children) + 1,
            Size = Sum(children),
            Nullable = AllNullable(children),
        },
    };

    public static RegexpNode Alternate(IReadOnlyList<RegexpNode> children) => children.Count == 1
        ? children[0]
        : new()
        {
            Op = RegexpOp.Alternate,
            Children = children,
            Height = Tallest(children) + 1,
            Size = Sum(children) + children.Count,
            Nullable = AnyNullable(children),
        };

    /// <summary>Whether nested repetitions multiply to no more than <paramref name="limit"/> turns.</summary>
    public bool RepeatsWithin(int limit)
    {
        if (Op == RegexpOp.Repeat && IsCounted)
        {
            var turns = Max < 0 ? Min : Max;
            if (Max == 0)
            {
                return true;
            }

            if (turns > limit)
            {
                return false;
            }

            limit = turns > 0 ? limit / turns : limit;
        }

        foreach (var child in Children)
        {
            if (!child.RepeatsWithin(limit))
            {
                return false;
            }
        }

        return true;
    }

    // Star, plus and question mark are not counted repetitions.
    private bool IsCounted => !(Max < 0 && Min <= 1) && !(Max == 1 && Min == 0);

    private static int Tallest(IReadOnlyList<RegexpNode> children)
    {
        var tallest = 0;
        foreach (var child in children)
        {
            tallest = Math.Max(tallest, child.Height);
        }

        return tallest;
    }

    private static long Sum(IReadOnlyList<RegexpNode> children)
    {
        long sum = 0;
        foreach (var child in children)
        {
            sum += child.Size;
        }

        return sum;
    }

    private static bool AllNullable(IReadOnlyList<RegexpNode> children)
    {
        foreach (var child in children)
        {
            if (!child.Nullable)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AnyNullable(IReadOnlyList<RegexpNode> children)
    {
        foreach (var child in children)
        {
            if (child.Nullable)
            {
                return true;
            }
        }

        return false;
    }
}
