using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>What sigs.k8s.io/yaml makes of an unquoted scalar where a program wants a string (spec helm.md 1.1).</summary>
public static class ScalarText
{
    /// <summary>The text of a scalar that was read with <see cref="KubernetesYamlOptions.KeepsIntegers"/>.</summary>
    /// <returns>False for maps, lists and nil.</returns>
    public static bool TryOf(Value value, out string text)
    {
        text = value.Kind switch
        {
            GoKind.String => Encoding.UTF8.GetString(value.StringBytes),
            GoKind.Bool => value.Boolean ? "true" : "false",
            GoKind.Int or GoKind.Int64 => value.Bits.ToString(CultureInfo.InvariantCulture),
            GoKind.Uint64 => ((ulong)value.Bits).ToString(CultureInfo.InvariantCulture),
            GoKind.Float64 => SingleText.Of(value.Float64),
            _ => "",
        };
        return value.Kind is not (GoKind.Invalid or GoKind.Map or GoKind.Slice);
    }

    /// <summary>The word of JSON for a value's type, as decoding errors use it.</summary>
    public static string JsonKind(Value value) => value.Kind switch
    {
        GoKind.Map => "object",
        GoKind.Slice => "array",
        GoKind.String => "string",
        GoKind.Bool => "bool",
        GoKind.Invalid => "null",
        _ => "number",
    };
}
