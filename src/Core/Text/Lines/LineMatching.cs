namespace SecretsKit.Core.Text.Lines;

/// <summary>
/// Finds the lines that two texts share in the same order: Myers's search from both ends, which halves the texts where the two meet.
/// </summary>
/// <param name="old">Old lines, equal ones by equal numbers.</param>
/// <param name="now">New lines.</param>
internal sealed class LineMatching(int[] old, int[] now)
{
    // Searching on beyond this many edits costs more than a shorter script is worth; it is the least
    // such bound, long texts have a higher one.
    private const int LeastCostLimit = 256;
    private const int Unreached = -1;

    private readonly int _costLimit = Math.Max(LeastCostLimit, (int)Math.Sqrt(old.Length + now.Length));

    // By diagonal, which is old minus new position: how far into the old text the search has come, from the front and from the back.
    private readonly int[] _forward = new int[old.Length + now.Length + 3];
    private readonly int[] _backward = new int[old.Length + now.Length + 3];
    private readonly List<(int Old, int New)> _found = [];

    /// <summary>Positions of equal lines, ascending in both texts.</summary>
    public IReadOnlyList<(int Old, int New)> Find()
    {
        // Halves are kept on a stack of our own: badly shaped texts would need a deep one.
        var open = new Stack<Box>([new(0, old.Length, 0, now.Length)]);
        while (open.TryPop(out var box))
        {
            box = TakeEnds(box);
            if (box.Width > 0 && box.Height > 0)
            {
                var (x, y) = Split(box);
                open.Push(new(box.OldStart, x, box.NewStart, y));
                open.Push(new(x, box.OldEnd, y, box.NewEnd));
            }
        }

        return _found;
    }

    private Box TakeEnds(Box box)
    {
        var (oldStart, oldEnd, newStart, newEnd) = box;
        while (oldStart < oldEnd && newStart < newEnd && old[oldStart] == now[newStart])
        {
            _found.Add((oldStart++, newStart++));
        }

        while (oldStart < oldEnd && newStart < newEnd && old[oldEnd - 1] == now[newEnd - 1])
        {
            _found.Add((--oldEnd, --newEnd));
        }

        return new(oldStart, oldEnd, newStart, newEnd);
    }

    // A point that a shortest way through the box passes; beyond the limit of cost, the furthest that was reached.
    private (int Old, int New) Split(Box box)
    {
        // Beyond the limit of cost no diagonal is looked at, so room for as many is enough.
        var (width, height) = (box.Width, box.Height);
        var zero = Math.Min(height, _costLimit) + 1;
        var room = zero + Math.Min(width, _costLimit) + 2;
        var forward = _forward.AsSpan(0, room);
        var backward = _backward.AsSpan(0, room);
        forward.Fill(Unreached);
        backward.Fill(Unreached);
        var delta = width - height;
        for (var cost = 0; ; cost++)
        {
            var (low, high) = Diagonals(cost, width, height);
            for (var diagonal = low; diagonal <= high; diagonal += 2)
            {
                var x = Step(forward, zero + diagonal, cost, diagonal, width, height);
                while (x >= 0 && x < width && x - diagonal < height && old[box.OldStart + x] == now[box.NewStart + x - diagonal])
                {
                    x++;
                }

                forward[zero + diagonal] = x;
                if (x >= 0 && Meets(backward, zero + delta - diagonal, x, width))
                {
                    return (box.OldStart + x, box.NewStart + x - diagonal);
                }
            }

            for (var diagonal = low; diagonal <= high; diagonal += 2)
            {
                var x = Step(backward, zero + diagonal, cost, diagonal, width, height);
                while (x >= 0 && x < width && x - diagonal < height && old[box.OldEnd - 1 - x] == now[box.NewEnd - 1 - x + diagonal])
                {
                    x++;
                }

                backward[zero + diagonal] = x;
                if (x >= 0 && Meets(forward, zero + delta - diagonal, x, width))
                {
                    return (box.OldEnd - x, box.NewEnd - x + diagonal);
                }
            }

            if (cost >= _costLimit)
            {
                return Furthest(box, forward, backward, zero, (low, high));
            }
        }
    }

    // One edit on from a neighbouring diagonal; Unreached where that leaves the box.
    private static int Step(Span<int> reached, int at, int cost, int diagonal, int width, int height)
    {
        if (cost == 0)
        {
            return 0;
        }

        var right = reached[at - 1] is var before && before != Unreached ? before + 1 : Unreached;
        var x = Math.Max(right, reached[at + 1]);
        return x > width || x - diagonal > height ? Unreached : x;
    }

    private static bool Meets(Span<int> other, int at, int x, int width) =>
        at >= 0 && at < other.Length && other[at] is var reached && reached != Unreached && x + reached >= width;

    // Those in the box whose parity is that of the cost.
    private static (int Low, int High) Diagonals(int cost, int width, int height)
    {
        var low = cost <= height ? -cost : -height + ((cost - height) & 1);
        var high = cost <= width ? cost : width - ((cost - width) & 1);
        return (low, high);
    }

    private static (int Old, int New) Furthest(Box box, Span<int> forward, Span<int> backward, int zero, (int Low, int High) diagonals)
    {
        var (best, point) = (0, (box.OldStart, box.NewStart));
        for (var diagonal = diagonals.Low; diagonal <= diagonals.High; diagonal += 2)
        {
            if (forward[zero + diagonal] is var x && x != Unreached && x + x - diagonal > best)
            {
                (best, point) = (x + x - diagonal, (box.OldStart + x, box.NewStart + x - diagonal));
            }

            if (backward[zero + diagonal] is var back && back != Unreached && back + back - diagonal > best)
            {
                (best, point) = (back + back - diagonal, (box.OldEnd - back, box.NewEnd - back + diagonal));
            }
        }

        return point;
    }

    private readonly record struct Box(int OldStart, int OldEnd, int NewStart, int NewEnd)
    {
        public int Width => OldEnd - OldStart;

        public int Height => NewEnd - NewStart;
    }
}
