using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Numbers;

/// <summary>Rounding of doubles (spec sprig.md 7).</summary>
internal static class Rounding
{
    private const double Half = 0.5;

    public static FunctionTable AddRounding(this FunctionTable table) => table
        .Add("floor", static (_, a) => Value.Float(Math.Floor(Casts.ToFloat64(a[0]))), P.Any)
        .Add("ceil", static (_, a) => Value.Float(Math.Ceiling(Casts.ToFloat64(a[0]))), P.Any)
        .AddVariadic("round", static (_, a) => Round(a), P.Float64, P.Any, P.Int);

    // The fraction of a negative number is negative, so such numbers always go down.
    private static Value Round(ReadOnlySpan<Value> arguments)
    {
        var scale = Math.Pow(10, arguments[1].Bits);
        var scaled = Casts.ToFloat64(arguments[0]) * scale;
        var from = arguments.Length > 2 ? arguments[2].Float64 : Half;
        var rounded = scaled - Math.Truncate(scaled) >= from ? Math.Ceiling(scaled) : Math.Floor(scaled);
        return Value.Float(rounded / scale);
    }
}
