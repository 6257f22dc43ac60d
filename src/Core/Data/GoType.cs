using System.Collections.Concurrent;

namespace SecretsKit.Core.Data;

/// <summary>
/// A Go type as templates see it: printing, comparison, argument checks and error texts all depend on it (spec go-template.md, head).
/// Equality is by reference: every type is one instance. Safe for concurrent use.
/// </summary>
public sealed class GoType
{
    private static readonly ConcurrentDictionary<GoType, GoType> Slices = new();
    private static readonly ConcurrentDictionary<GoType, GoType> Maps = new();

    private GoType(string name, GoKind kind, GoType? element = null) => (Name, Kind, Element) = (name, kind, element);

    /// <summary><c>interface {}</c>: the element type of the maps and lists of values files.</summary>
    public static GoType Interface { get; } = new("interface {}", GoKind.Interface);

    /// <summary><c>bool</c>.</summary>
    public static GoType Bool { get; } = new("bool", GoKind.Bool);

    /// <summary><c>int</c>.</summary>
    public static GoType Int { get; } = new("int", GoKind.Int);

    /// <summary><c>int32</c>.</summary>
    public static GoType Int32 { get; } = new("int32", GoKind.Int32);

    /// <summary><c>int64</c>.</summary>
    public static GoType Int64 { get; } = new("int64", GoKind.Int64);

    /// <summary><c>uint</c>.</summary>
    public static GoType Uint { get; } = new("uint", GoKind.Uint);

    /// <summary><c>uint8</c>.</summary>
    public static GoType Uint8 { get; } = new("uint8", GoKind.Uint8);

    /// <summary><c>uint32</c>.</summary>
    public static GoType Uint32 { get; } = new("uint32", GoKind.Uint32);

    /// <summary><c>uint64</c>.</summary>
    public static GoType Uint64 { get; } = new("uint64", GoKind.Uint64);

    /// <summary><c>float64</c>.</summary>
    public static GoType Float64 { get; } = new("float64", GoKind.Float64);

    /// <summary><c>string</c>.</summary>
    public static GoType String { get; } = new("string", GoKind.String);

    /// <summary><c>[]interface {}</c>.</summary>
    public static GoType AnySlice { get; } = SliceOf(Interface);

    /// <summary><c>[]string</c>.</summary>
    public static GoType StringSlice { get; } = SliceOf(String);

    /// <summary><c>[]int</c>.</summary>
    public static GoType IntSlice { get; } = SliceOf(Int);

    /// <summary><c>[]uint8</c>, which prints as numbers.</summary>
    public static GoType ByteSlice { get; } = SliceOf(Uint8);

    /// <summary><c>map[string]interface {}</c>.</summary>
    public static GoType AnyMap { get; } = MapOf(Interface);

    /// <summary><c>map[string]string</c>.</summary>
    public static GoType StringMap { get; } = MapOf(String);

    /// <summary>As <c>%T</c> prints it: <c>map[string]interface {}</c>.</summary>
    public string Name { get; }

    /// <summary>Its kind.</summary>
    public GoKind Kind { get; }

    /// <summary>The element type of slices and maps, else null.</summary>
    public GoType? Element { get; }

    /// <summary>The word of <c>kindOf</c>.</summary>
    public string KindName => Kind.ToString().ToLowerInvariant();

    /// <summary>The slice type of these elements.</summary>
    public static GoType SliceOf(GoType element) => Slices.GetOrAdd(element, static e => new("[]" + e.Name, GoKind.Slice, e));

    /// <summary>The map type from strings to these elements.</summary>
    public static GoType MapOf(GoType element) => Maps.GetOrAdd(element, static e => new("map[string]" + e.Name, GoKind.Map, e));

    /// <summary>
    /// A type with a name of its own, such as <c>time.Duration</c> or <c>common.Values</c>. Call it once per type and keep the result.
    /// </summary>
    /// <param name="name">With its package.</param>
    /// <param name="kind">What lies under the name.</param>
    /// <param name="element">Element type of a slice or map.</param>
    public static GoType Named(string name, GoKind kind, GoType? element = null) => new(name, kind, element);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
