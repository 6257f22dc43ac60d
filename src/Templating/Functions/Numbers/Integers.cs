using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Numbers;

/// <summary>Integer arithmetic, which wraps around, and ranges (spec sprig.md 7 and 5).</summary>
internal static class Integers
{
    // An element of a list, or a number and its blank as text.
    private const int ElementCost = 24;

    public static FunctionTable AddIntegers(this FunctionTable table) => table
        .AddVariadic("add", static (_, a) => Fold(a, 0, static (sum, x) => unchecked(sum + x)), P.Any)
        .Add("add1", static (_, a) => Value.Int64(unchecked(Casts.ToInt64(a[0]) + 1)), P.Any)
        .Add("sub", static (_, a) => Value.Int64(unchecked(Casts.ToInt64(a[0]) - Casts.ToInt64(a[1]))), P.Any, P.Any)
        .AddVariadic("mul", static (_, a) => Fold(a, 1, static (product, x) => unchecked(product * x)), P.Any, P.Any)
        .Add("div", static (_, a) => Value.Int64(Divide(Casts.ToInt64(a[0]), Casts.ToInt64(a[1]))), P.Any, P.Any)
        .Add("mod", static (_, a) => Value.Int64(Modulo(Casts.ToInt64(a[0]), Casts.ToInt64(a[1]))), P.Any, P.Any)
        .AddVariadic("max", static (_, a) => Fold(a, long.MinValue, Math.Max), P.Any, P.Any)
        .AddVariadic("biggest", static (_, a) => Fold(a, long.MinValue, Math.Max), P.Any, P.Any)
        .AddVariadic("min", static (_, a) => Fold(a, long.MaxValue, Math.Min), P.Any, P.Any)
        .Add("until", static (c, a) => List(Range(c, 0, a[0].Bits, a[0].Bits < 0 ? -1 : 1)), P.Int)
        .Add("untilStep", static (c, a) => List(Range(c, a[0].Bits, a[1].Bits, a[2].Bits)), P.Int, P.Int, P.Int)
        .AddVariadic("seq", static (c, a) => Value.Of(Sequence(c, a)), P.Int);

    private static Value Fold(ReadOnlySpan<Value> values, long start, Func<long, long, long> operation)
    {
        foreach (var value in values)
        {
            start = operation(start, Casts.ToInt64(value));
        }

        return Value.Int64(start);
    }

    // The smallest integer divided by -1 wraps in Go and traps on the platform.
    private static long Divide(long left, long right) => right switch
    {
        0 => throw new FunctionException("runtime error: integer divide by zero"),
        -1 => unchecked(-left),
        _ => left / right,
    };

    private static long Modulo(long left, long right) => right switch
    {
        0 => throw new FunctionException("runtime error: integer divide by zero"),
        -1 => 0,
        _ => left % right,
    };

    private static long[] Range(CallContext context, long start, long stop, long step)
    {
        if (step == 0 || (stop < start ? step > 0 : step < 0))
        {
            return [];
        }

        var (distance, stride) = step > 0 ? ((Int128)stop - start, (Int128)step) : ((Int128)start - stop, -(Int128)step);
        var count = (long)Int128.Min((distance + stride - 1) / stride, long.MaxValue / ElementCost);
        context.Charge(count * ElementCost);
        var numbers = new long[count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = start + (i * step);
        }

        return numbers;
    }

    private static Value List(long[] numbers) => Value.Of(new ListValue(Array.ConvertAll(numbers, Value.Int), GoType.IntSlice));

    private static byte[] Sequence(CallContext context, ReadOnlySpan<Value> parameters)
    {
        long start, end, step;
        switch (parameters.Length)
        {
            case 1:
                (start, end) = (1, parameters[0].Bits);
                step = end < start ? -1 : 1;
                break;
            case 2:
                (start, end) = (parameters[0].Bits, parameters[1].Bits);
                step = end < start ? -1 : 1;
                break;
            case 3:
                (start, step, end) = (parameters[0].Bits, parameters[1].Bits, parameters[2].Bits);
                if (end < start && step > 0)
                {
                    return [];
                }

                break;
            default:
                return [];
        }

        var numbers = Range(context, start, unchecked(end + (end < start ? -1 : 1)), step);
        return Encoding.ASCII.GetBytes(string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))));
    }
}
