using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Formatting;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Conversion;

/// <summary>Conversions between types (spec sprig.md 1).</summary>
internal static class Conversions
{
    // Bytes of a short text as element of a list.
    private const long TextCost = 64;

    public static FunctionTable AddConversions(this FunctionTable table) => table
        .Add("atoi", static (_, a) => Value.Int(Number(a[0].StringBytes)), P.String)
        .Add("int", static (_, a) => Value.Int(Casts.ToInt64(a[0])), P.Any)
        .Add("int64", static (_, a) => Value.Int64(Casts.ToInt64(a[0])), P.Any)
        .Add("float64", static (_, a) => Value.Float(Casts.ToFloat64(a[0])), P.Any)
        .Add("toDecimal", static (_, a) => ToDecimal(a[0]), P.Any)
        .Add("toString", static (_, a) => Value.Of(Strval.Of(a[0])), P.Any)
        .Add("toStrings", static (c, a) => Texts(c, a[0]), P.Any);

    private static Value Texts(CallContext context, Value value)
    {
        context.Charge((GoReflection.ListOf(value)?.Count ?? 1) * TextCost);
        return Strval.ToList(Strval.Each(value));
    }

    // The value beside an error of Atoi is kept: the nearest number where the text is out of range.
    private static long Number(ReadOnlySpan<byte> text)
    {
        _ = GoNumber.Atoi(text, out var number);
        return number;
    }

    private static Value ToDecimal(Value value) =>
        Value.Int64(GoNumber.ParseInt(GoText.Format(value), 8, out var number) == GoNumberError.None ? number : 0);
}
