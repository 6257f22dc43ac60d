namespace SecretsKit.Core.Text.Regexp;

/// <summary>Collects ranges in any order and makes a set of them.</summary>
internal sealed class RuneSetBuilder
{
    private readonly List<(int Low, int High)> _ranges = [];

    public static RuneSet Literal(int rune, bool fold)
    {
        if (!fold)
        {
            return new([rune, rune]);
        }

        var builder = new RuneSetBuilder();
        builder.Add(rune, rune, fold);
        return builder.Build();
    }

    public void Add(int low, int high, bool fold = false)
    {
        _ranges.Add((low, high));
        if (fold)
        {
            CaseFolding.AddEquivalents(low, high, this);
        }
    }

    public void Add(ReadOnlySpan<int> ranges, bool negated = false, bool fold = false)
    {
        if (negated)
        {
            var inner = new RuneSetBuilder();
            inner.Add(ranges, negated: false, fold);
            inner.AddComplementTo(this);
            return;
        }

        for (var i = 0; i < ranges.Length; i += 2)
        {
            Add(ranges[i], ranges[i + 1], fold);
        }
    }

    public RuneSet Build(bool negated = false)
    {
        if (negated)
        {
            var complement = new RuneSetBuilder();
            AddComplementTo(complement);
            return complement.Build();
        }

        Normalize();
        var ranges = new int[_ranges.Count * 2];
        for (var i = 0; i < _ranges.Count; i++)
        {
            (ranges[2 * i], ranges[(2 * i) + 1]) = _ranges[i];
        }

        return new(ranges);
    }

    private void AddComplementTo(RuneSetBuilder target)
    {
        Normalize();
        var next = 0;
        foreach (var (low, high) in _ranges)
        {
            if (low > next)
            {
                target.Add(next, low - 1);
            }

            next = high + 1;
        }

        if (next <= RuneSet.MaxRune)
        {
            target.Add(next, RuneSet.MaxRune);
        }
    }

    private void Normalize()
    {
        _ranges.Sort();
        var kept = 0;
        for (var i = 1; i < _ranges.Count; i++)
        {
            if (_ranges[i].Low <= _ranges[kept].High + 1)
            {
                _ranges[kept] = (_ranges[kept].Low, Math.Max(_ranges[kept].High, _ranges[i].High));
            }
            else
            {
                _ranges[++kept] = _ranges[i];
            }
        }

        if (_ranges.Count > 0)
        {
            _ranges.RemoveRange(kept + 1, _ranges.Count - kept - 1);
        }
    }
}
