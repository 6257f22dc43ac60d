using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Conversion;

/// <summary>What stands in for a missing value (spec sprig.md 2).</summary>
internal static class Defaults
{
    public static FunctionTable AddDefaults(this FunctionTable table) => table
        .AddVariadic("default", static (_, a) => a.Length > 1 && !GoReflection.IsEmpty(a[1]) ? a[1] : a[0], P.Any, P.Any)
        .Add("empty", static (_, a) => Value.Of(GoReflection.IsEmpty(a[0])), P.Any)
        .AddVariadic("coalesce", static (_, a) => Coalesce(a), P.Any)
        .AddVariadic("all", static (_, a) => Value.Of(CountEmpty(a) == 0), P.Any)
        .AddVariadic("any", static (_, a) => Value.Of(CountEmpty(a) < a.Length), P.Any)
        .Add("ternary", static (_, a) => a[2].Boolean ? a[0] : a[1], P.Any, P.Any, P.Bool);

    private static Value Coalesce(ReadOnlySpan<Value> values)
    {
        foreach (var value in values)
        {
            if (!GoReflection.IsEmpty(value))
            {
                return value;
            }
        }

        return Value.Nil;
    }

    private static int CountEmpty(ReadOnlySpan<Value> values)
    {
        var count = 0;
        foreach (var value in values)
        {
            count += GoReflection.IsEmpty(value) ? 1 : 0;
        }

        return count;
    }
}
