using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Numbers;

/// <summary>Arithmetic on decimals, so that 0.1 and 0.2 make 0.3 (spec sprig.md 7).</summary>
internal static class Decimals
{
    private delegate BigDecimal Operation(BigDecimal left, BigDecimal right);

    public static FunctionTable AddDecimals(this FunctionTable table) => table
        .AddVariadic("addf", static (_, a) => Fold(0, a, static (x, y) => x + y), P.Any)
        .Add("add1f", static (_, a) => Fold(1, a, static (x, y) => y + x), P.Any)
        .AddVariadic("subf", static (_, a) => Fold(Casts.ToFloat64(a[0]), a[1..], static (x, y) => x - y), P.Any, P.Any)
        .AddVariadic("mulf", static (_, a) => Fold(Casts.ToFloat64(a[0]), a[1..], static (x, y) => x * y), P.Any, P.Any)
        .AddVariadic("divf", static (_, a) => Fold(Casts.ToFloat64(a[0]), a[1..], static (x, y) => x / y), P.Any, P.Any)
        .AddVariadic("maxf", static (_, a) => Extreme(a, Math.Max), P.Any, P.Any)
        .AddVariadic("minf", static (_, a) => Extreme(a, Math.Min), P.Any, P.Any);

    private static Value Fold(double start, ReadOnlySpan<Value> values, Operation operation)
    {
        var result = BigDecimal.From(start);
        foreach (var value in values)
        {
            result = operation(result, BigDecimal.From(Casts.ToFloat64(value)));
        }

        return Value.Float(result.ToDouble());
    }

    private static Value Extreme(ReadOnlySpan<Value> values, Func<double, double, double> choose)
    {
        var result = Casts.ToFloat64(values[0]);
        foreach (var value in values[1..])
        {
            result = choose(result, Casts.ToFloat64(value));
        }

        return Value.Float(result);
    }
}
