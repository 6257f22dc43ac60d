using System.Runtime.InteropServices;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Formatting;
using SecretsKit.Templating.Parsing;

namespace SecretsKit.Templating.Execution;

internal sealed partial class Evaluator
{
    private Flow WalkRange(in Operand dot, BranchNode range)
    {
        var mark = _variableCount;
        var value = EvaluatePipeline(dot, range.Pipeline).Value;
        if (value.AsObject is { } named)
        {
            value = named.Map is { } under ? Value.Of(under) : named.Underlying.IsNil ? value : named.Underlying;
        }

        var flow = Flow.Next;
        if (value.AsMap is { } map)
        {
            flow = map.Count > 0 ? RangeOverMap(range, map) : WalkOtherwise(dot, range);
        }
        else if (value.AsList is { } list)
        {
            flow = list.Count > 0 ? RangeOverList(range, list) : WalkOtherwise(dot, range);
        }
        else if (value.Kind is >= GoKind.Int and <= GoKind.Uint64)
        {
            flow = RangeOverInteger(dot, range, value);
        }
        else if (value.IsNil)
        {
            flow = WalkOtherwise(dot, range);
        }
        else
        {
            throw Fail("range can't iterate over " + GoText.Show(value));
        }

        _variableCount = mark;
        return flow;
    }

    // A break in the else part ends this loop, a continue goes on with the one around it.
    private Flow WalkOtherwise(in Operand dot, BranchNode range) =>
        range.Otherwise is { } otherwise && Walk(dot, otherwise) == Flow.Continue ? Flow.Continue : Flow.Next;

    private Flow RangeOverMap(BranchNode range, MapValue map)
    {
        // Go takes keys and values before the first turn, so that changes of the map in the loop do not show.
        _steps -= Math.Min(map.Count, StepsPerCheck) >> 2;
        var keys = map.SortedKeys;
        var start = _argumentCount;
        foreach (var key in keys)
        {
            PushArgument(map[key]);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            var index = range.Pipeline.Variables.Length > 1 ? Value.Of(Bytes(keys[i])) : default;
            if (!Turn(range, index, Operand.Element(_arguments[start + i], map.Type)))
            {
                break;
            }
        }

        _argumentCount = start;
        return Flow.Next;
    }

    private Flow RangeOverList(BranchNode range, ListValue list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (!Turn(range, Value.Int(i), Operand.Element(list[i], list.Type)))
            {
                break;
            }
        }

        return Flow.Next;
    }

    private Flow RangeOverInteger(in Operand dot, BranchNode range, Value limit)
    {
        if (range.Pipeline.Variables.Length > 1)
        {
            throw Fail($"can't use {GoText.Show(limit)} to iterate over more than one variable");
        }

        var isUnsigned = limit.Kind >= GoKind.Uint;
        if (isUnsigned ? limit.Bits == 0 : limit.Bits <= 0)
        {
            return WalkOtherwise(dot, range);
        }

        for (ulong i = 0; i < (ulong)limit.Bits; i++)
        {
            if (!Turn(range, default, new(Value.Scalar(limit.Type!, (long)i), false)))
            {
                break;
            }
        }

        return Flow.Next;
    }

    // One turn; false if it was the last by break.
    private bool Turn(BranchNode range, Value index, Operand element)
    {
        CountStep();
        var mark = _variableCount;
        var variables = range.Pipeline.Variables;
        if (variables.Length > 0 && range.Pipeline.Assigns)
        {
            if (variables.Length > 1)
            {
                Assign(variables[0], new(index, false));
            }

            Assign(variables[^1], element);
        }
        else if (variables.Length > 0)
        {
            // The pipeline declared them last.
            if (variables.Length > 1)
            {
                _variables[mark - 2] = new(variables[0].Id, new(index, false));
            }

            _variables[mark - 1] = new(variables[^1].Id, element);
        }

        var flow = Walk(element, range.Body);
        _variableCount = mark;
        return flow != Flow.Break;
    }

    private static byte[] Bytes(ByteString key) =>
        MemoryMarshal.TryGetArray(key.Memory, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length
            ? segment.Array
            : key.Span.ToArray();
}
