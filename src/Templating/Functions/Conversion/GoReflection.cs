using SecretsKit.Core.Data;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Functions.Conversion;

/// <summary>Looks through named types, as Go's reflection does.</summary>
internal static class GoReflection
{
    /// <summary>What the functions say when Go dereferences nil.</summary>
    public const string NilPointer = "runtime error: invalid memory address or nil pointer dereference";

    /// <summary>The list, also under a named list type; null if this is none.</summary>
    public static ListValue? ListOf(Value value) => value.AsList ?? value.AsObject?.Underlying.AsList;

    /// <summary>The map, also under a named map type; null if this is none.</summary>
    public static MapValue? MapOf(Value value) => value.AsMap ?? value.AsObject?.Map;

    /// <summary>The word of <c>kindOf</c>.</summary>
    public static string KindName(Value value) => value.Type?.KindName ?? "invalid";

    /// <summary>The name of <c>typeOf</c>.</summary>
    public static string TypeName(Value value) => value.Type?.Name ?? "<nil>";

    /// <summary>Sprig's notion of emptiness, which is the template language's notion of false (spec sprig.md 2).</summary>
    public static bool IsEmpty(Value value) => !Truth.Of(value);
}
