using System.Text;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.YamlText.Values;

/// <summary>
/// Tells the type of plain scalars by the expressions of the types of YAML 1.1 (yaml.org/type), as the reference's library has them.
/// </summary>
internal static class PlainTypes
{
    private static readonly Lazy<Re2> Integer = Compiled(
        "^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$");

    private static readonly Lazy<Re2> Float = Compiled(
        @"^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?" +
        @"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$");

    private static readonly Lazy<Re2> Timestamp = Compiled(
        @"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}" +
        @"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$");

    /// <summary>The type of a plain scalar.</summary>
    public static PlainType Of(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => PlainType.Null,
        "<<" => PlainType.Merge,
        "=" => PlainType.Default,
        _ when IsTrue(text) || IsFalse(text) => PlainType.Boolean,
        _ when !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.') => PlainType.Text,
        _ when Integer.Value.IsMatch(text) => PlainType.Integer,
        _ when Float.Value.IsMatch(text) => PlainType.Float,
        _ when Timestamp.Value.IsMatch(text) => PlainType.Timestamp,
        _ => PlainType.Text,
    };

    /// <summary>Whether it is a word for true.</summary>
    public static bool IsTrue(string text) =>
        text is "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON";

    /// <summary>Whether it is a word for false.</summary>
    public static bool IsFalse(string text) =>
        text is "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF";

    private static Lazy<Re2> Compiled(string pattern) => new(() => Re2.Compile(Encoding.UTF8.GetBytes(pattern)));
}
