using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Reads fields of objects of a cluster; what is missing is nothing.</summary>
internal static class ObjectReading
{
    /// <summary>A field.</summary>
    public static Value Field(Value value, params IEnumerable<string> names) =>
        names.Aggregate(
            value, (outer, name) => outer.AsMap is { } map && map.TryGet(new ByteString(name), out var inner) ? inner : Value.Nil);

    /// <summary>The text of a field, or empty.</summary>
    public static string Text(Value value, params IEnumerable<string> names) =>
        Field(value, names) is { IsString: true } text ? Encoding.UTF8.GetString(text.StringBytes) : "";

    /// <summary>The number of a field, or 0.</summary>
    public static double Number(Value value, params IEnumerable<string> names) => Field(value, names) is { IsNil: false } number
        ? number.Kind == GoKind.Float64 ? number.Float64 : number.Bits
        : 0;

    /// <summary>The elements of a list, or none.</summary>
    public static IReadOnlyList<Value> Elements(Value value, params IEnumerable<string> names) =>
        Field(value, names).AsList is { } list ? [.. list.Items] : [];
}
