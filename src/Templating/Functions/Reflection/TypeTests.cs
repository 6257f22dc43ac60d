using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions.Collections;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Reflection;

/// <summary>Questions about Go types (spec sprig.md 12).</summary>
internal static class TypeTests
{
    public static FunctionTable AddTypeTests(this FunctionTable table) => table
        .Add("typeOf", static (_, a) => Value.Of(GoReflection.TypeName(a[0])), P.Any)
        .Add("kindOf", static (_, a) => Value.Of(GoReflection.KindName(a[0])), P.Any)
        .Add("typeIs", static (_, a) => Value.Of(Text(a[0]) == GoReflection.TypeName(a[1])), P.String, P.Any)
        .Add(
            "typeIsLike",
            static (_, a) => Value.Of(Text(a[0]) == GoReflection.TypeName(a[1]) || "*" + Text(a[0]) == GoReflection.TypeName(a[1])),
            P.String,
            P.Any)
        .Add("kindIs", static (_, a) => Value.Of(Text(a[0]) == GoReflection.KindName(a[1])), P.String, P.Any)
        .Add("deepEqual", static (c, a) => Value.Of(DeepEquality.Holds(c, a[0], a[1])), P.Any, P.Any);

    private static string Text(Value value) => System.Text.Encoding.UTF8.GetString(value.StringBytes);
}
