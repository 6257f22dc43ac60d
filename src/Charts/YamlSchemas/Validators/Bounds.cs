using System.Numerics;
using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>Constraints by <c>min</c> and <c>max</c>.</summary>
internal static class Bounds
{
    /// <summary>Bounds of numbers, days and moments.</summary>
    public static IEnumerable<string> OfValue(DataValue value, ValidatorArguments arguments)
    {
        if (Bound(value, arguments, "min") is { } least && Compare(value, least) < 0)
        {
            yield return $"{DataText.Of(value)} is less than {DataText.Of(least)}";
        }

        if (Bound(value, arguments, "max") is { } most && Compare(value, most) > 0)
        {
            yield return $"{DataText.Of(value)} is greater than {DataText.Of(most)}";
        }
    }

    /// <summary>Bounds of the length of texts, lists and maps.</summary>
    public static IEnumerable<string> OfLength(DataValue value, ValidatorArguments arguments)
    {
        BigInteger length = value switch
        {
            TextValue text => text.Value.EnumerateRunes().Count(),
            ListValue list => list.Items.Count,
            MapValue map => map.Fields.Count,
            _ => 0,
        };
        if (arguments.Number("min") is { } least && length < least)
        {
            yield return $"Length of {DataText.Of(value)} is less than {least}";
        }

        if (arguments.Number("max") is { } most && length > most)
        {
            yield return $"Length of {DataText.Of(value)} is greater than {most}";
        }
    }

    private static DataValue? Bound(DataValue value, ValidatorArguments arguments, string keyword) =>
        arguments.Keywords.GetValueOrDefault(keyword) switch
        {
            TextValue text when value is TimeValue => ScalarValues.Time(text.Value),
            var bound => bound,
        };

    private static int Compare(DataValue one, DataValue other) => (one, other) switch
    {
        (TimeValue left, TimeValue right) => left.Value.CompareTo(right.Value),
        (IntegerValue left, IntegerValue right) => left.Value.CompareTo(right.Value),
        (IntegerValue or FloatValue, IntegerValue or FloatValue) => Number(one).CompareTo(Number(other)),
        _ => 0,
    };

    private static double Number(DataValue value) => value is IntegerValue whole ? (double)whole.Value : ((FloatValue)value).Value;
}
