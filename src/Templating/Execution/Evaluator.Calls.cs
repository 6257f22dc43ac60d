using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Parsing;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Execution;

internal sealed partial class Evaluator
{
    // Text from this size on counts against the limit, whichever function made it: by doubling, few calls make gigabytes.
    private const int LargeText = 4096;

    private Node? _call;

    /// <summary>Of the call whose body runs.</summary>
    public bool FirstArgumentIsInvalid { get; private set; }

    /// <summary>Of the call whose body runs.</summary>
    public string FirstArgumentText => _call is CommandNode { Operands.Length: > 1 } command ? NodeText.Of(command.Operands[1]) : "";

    // The operands begin with the function itself; null if it is as an argument, which has none.
    private Operand Call(in Operand dot, Function function, Node node, Node[]? operands, in Operand? piped)
    {
        var written = operands is null ? 0 : operands.Length - 1;
        var count = written + (piped is null ? 0 : 1);
        var parameters = function.Parameters;
        if (function.Rest is null ? count != parameters.Length : count < parameters.Length)
        {
            throw Fail(function.Rest is null
                ? $"wrong number of args for {function.Name}: want {parameters.Length} got {count}"
                : $"wrong number of args for {function.Name}: want at least {parameters.Length} got {written}");
        }

        if (function.Refusal is { } refusal)
        {
            throw Fail(refusal);
        }

        if (function.Deciding is { } deciding)
        {
            return Decide(dot, deciding, operands, piped);
        }

        var start = _argumentCount;
        var firstIsInvalid = false;
        for (var i = 0; i < written; i++)
        {
            var argument = Argument(dot, (i < parameters.Length ? parameters[i] : function.Rest!).Type, operands![i + 1]);
            firstIsInvalid |= i == 0 && argument.IsInvalid;
            PushArgument(argument.Value);
        }

        if (piped is { } last)
        {
            var argument = Validate(last, (written < parameters.Length ? parameters[written] : function.Rest!).Type);
            firstIsInvalid |= written == 0 && argument.IsInvalid;
            PushArgument(argument.Value);
        }

        FirstArgumentIsInvalid = firstIsInvalid;
        var result = Invoke(function, node, start);
        _argumentCount = start;
        return new(result, result.IsNil || function.IsUntyped);
    }

    private Value Invoke(Function function, Node node, int start)
    {
        _call = node;
        Spend(Weight(_arguments.AsSpan(start, _argumentCount - start)));
        try
        {
            var result = function.Body(_context, _arguments.AsSpan(start, _argumentCount - start));
            if (result is { IsString: true, StringBytes.Length: > LargeText })
            {
                _context.Charge(result.StringBytes.Length);
            }

            return result;
        }
        catch (ValueException failure)
        {
            _at = node;
            var known = failure as FunctionException;
            throw Fail(
                TemplateFailure.Function,
                $"error calling {function.Name}: {failure.Message}",
                failure.IsLimit ? TemplateFault.Limit : known?.Fault ?? TemplateFault.Function,
                known?.Subject ?? function.Name,
                known?.Inner);
        }
    }

    // Most functions look at all of a text: 32 bytes in the time of one step. Those that look at all of a list count that themselves.
    private static long Weight(ReadOnlySpan<Value> arguments)
    {
        var weight = 0L;
        foreach (ref readonly var argument in arguments)
        {
            weight += argument.IsString ? argument.StringBytes.Length >> 5 : 0;
        }

        return weight;
    }

    // and, or: the first operand that decides is the result; those after it are not evaluated.
    private Operand Decide(in Operand dot, bool deciding, Node[]? operands, in Operand? piped)
    {
        Operand value = default;
        for (var i = 1; i < operands?.Length; i++)
        {
            value = Argument(dot, GoType.Interface, operands[i]);
            if (Truth.Of(value.Value) == deciding)
            {
                return value;
            }
        }

        return piped ?? value;
    }
}
