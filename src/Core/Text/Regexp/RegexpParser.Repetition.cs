namespace SecretsKit.Core.Text.Regexp;

internal sealed partial class RegexpParser
{
    private const int MaxRepeat = 1000;

    private void Repeat(int start, int min, int max, int repeatedAt)
    {
        var lazy = _options.HasFlag(Options.Lazy);
        if (!_in.AtEnd && _in.Peek() == '?')
        {
            _in.Next();
            lazy = !lazy;
        }

        if (repeatedAt >= 0)
        {
            throw Error("invalid nested repetition operator", repeatedAt);
        }

        var sequence = _frame.Sequence;
        if (sequence.Count == 0)
        {
            throw Error("missing argument to repetition operator", start);
        }

        var node = RegexpNode.Repeat(sequence[^1], min, max, lazy);
        if ((min >= 2 || max >= 2) && !node.RepeatsWithin(MaxRepeat))
        {
            throw Error("invalid repeat count", start);
        }

        sequence[^1] = Limited(node);
    }

    // {n}, {n,} or {n,m}; anything else is not a repetition but text. A number too large to read is -2, which is out of any range.
    private bool TryCounts(out int min, out int max)
    {
        min = max = 0;
        var start = _in.Position;
        _in.Next();
        if (TryCount(out min))
        {
            max = min;
            if (_in.Accept(','))
            {
                max = -1;
                if (!_in.AtEnd && _in.Peek() != '}' && !TryCount(out max))
                {
                    _in.Position = start;
                    return false;
                }

                min = max == -2 ? max : min;
            }

            if (_in.Accept('}'))
            {
                return true;
            }
        }

        _in.Position = start;
        return false;
    }

    private bool TryCount(out int number)
    {
        number = 0;
        var start = _in.Position;
        while (!_in.AtEnd && _in.Peek() is >= '0' and <= '9')
        {
            var digit = _in.Next() - '0';
            number = number is -2 or >= 10_000_000 ? -2 : (number * 10) + digit;
        }

        var digits = _in.Position - start;
        return digits > 0 && !(digits > 1 && _in.At(start) == '0');
    }
}
