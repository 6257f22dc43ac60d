using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Calls;

/// <summary>
/// What a parameter of a function takes. The engine checks arguments before the call and reports as Go does (spec go-template.md 3.2), so a
/// function's body may rely on the types of its signature.
/// </summary>
/// <param name="Type">The exact Go type; <see cref="GoType.Interface"/> takes everything, nil included.</param>
public sealed record ParameterType(GoType Type)
{
    /// <summary><c>interface {}</c>.</summary>
    public static ParameterType Any { get; } = new(GoType.Interface);

    /// <summary><c>string</c>.</summary>
    public static ParameterType String { get; } = new(GoType.String);

    /// <summary><c>int</c>.</summary>
    public static ParameterType Int { get; } = new(GoType.Int);

    /// <summary><c>int64</c>.</summary>
    public static ParameterType Int64 { get; } = new(GoType.Int64);

    /// <summary><c>float64</c>.</summary>
    public static ParameterType Float64 { get; } = new(GoType.Float64);

    /// <summary><c>bool</c>.</summary>
    public static ParameterType Bool { get; } = new(GoType.Bool);

    /// <summary><c>map[string]interface {}</c>; a nil map arrives as <see cref="MapValue.NilOf"/>, a named map type as its map.</summary>
    public static ParameterType Map { get; } = new(GoType.AnyMap);

    /// <summary><c>[]interface {}</c>.</summary>
    public static ParameterType List { get; } = new(GoType.AnySlice);
}
