namespace SecretsKit.Core.Text.Regexp;

/// <summary>
/// Turns a tree into instructions, from the end to the beginning: each piece gets the place where matching goes on.
/// </summary>
internal sealed class RegexpCompiler
{
    private readonly List<RegexpInstruction> _code = [];

    public static RegexpProgram Compile(RegexpNode root, int groupCount)
    {
        var compiler = new RegexpCompiler();
        var match = compiler.Add(new(RegexpCode.Match, 0));
        var end = compiler.Add(new(RegexpCode.Save, match, 1));
        var body = compiler.Emit(root, end);
        var start = compiler.Add(new(RegexpCode.Save, body, 0));
        return new RegexpProgram([.. compiler._code], start, 2 * (groupCount + 1)).Analyze();
    }

    private int Add(RegexpInstruction instruction)
    {
        _code.Add(instruction);
        return _code.Count - 1;
    }

    private int Emit(RegexpNode node, int next)
    {
        switch (node.Op)
        {
            case RegexpOp.Empty:
                return next;
            case RegexpOp.Set:
                var single = node.Set!.Single;
                return Add(single >= 0 ? new(RegexpCode.Rune, next, single) : new(RegexpCode.Set, next, 0, node.Set));
            case RegexpOp.Assertion:
                return Add(new(RegexpCode.Assert, next, (int)node.Assertion));
            case RegexpOp.Group:
                var end = Add(new(RegexpCode.Save, next, (2 * node.Number) + 1));
                return Add(new(RegexpCode.Save, Emit(node.Children[0], end), 2 * node.Number));
            case RegexpOp.Concat:
                for (var i = node.Children.Count - 1; i >= 0; i--)
                {
                    next = Emit(node.Children[i], next);
                }

                return next;
            case RegexpOp.Alternate:
                var rest = Emit(node.Children[^1], next);
                for (var i = node.Children.Count - 2; i >= 0; i--)
                {
                    rest = Add(new(RegexpCode.Split, Emit(node.Children[i], next), rest));
                }

                return rest;
            default:
                return EmitRepeat(node, next);
        }
    }

    private int EmitRepeat(RegexpNode node, int next)
    {
        var child = node.Children[0];
        if (node.Max < 0)
        {
            var last = node.Min == 0 ? EmitStar(child, node.Lazy, next) : EmitPlus(child, node.Lazy, next);
            return EmitCopies(child, node.Min - 1, last);
        }

        // The optional turns nest: x{0,2} is (?:x(?:x)?)?, and leaving any of them leaves all.
        var inner = next;
        for (var i = node.Min; i < node.Max; i++)
        {
            inner = EmitSplit(Emit(child, inner), next, node.Lazy);
        }

        return EmitCopies(child, node.Min, inner);
    }

    private int EmitCopies(RegexpNode child, int count, int next)
    {
        for (var i = 0; i < count; i++)
        {
            next = Emit(child, next);
        }

        return next;
    }

    // A loop whose body can be empty must try the body once before it may be left, or the priorities of the body are lost.
    private int EmitStar(RegexpNode child, bool lazy, int next)
    {
        if (child.Nullable)
        {
            return EmitSplit(EmitPlus(child, lazy, next), next, lazy);
        }

        var loop = EmitLoop(child, lazy, next);
        return loop.Split;
    }

    private int EmitPlus(RegexpNode child, bool lazy, int next) => EmitLoop(child, lazy, next).Body;

    private (int Split, int Body) EmitLoop(RegexpNode child, bool lazy, int next)
    {
        var split = Add(default);
        var body = Emit(child, split);
        _code[split] = lazy ? new(RegexpCode.Split, next, body) : new(RegexpCode.Split, body, next);
        return (split, body);
    }

    private int EmitSplit(int body, int next, bool lazy) =>
        Add(lazy ? new(RegexpCode.Split, next, body) : new(RegexpCode.Split, body, next));
}
