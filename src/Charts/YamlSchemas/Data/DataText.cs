using System.Globalization;
using System.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlSchemas.Data;

/// <summary>Values as the reference's language prints them, no longer than a message can be.</summary>
internal static class DataText
{
    // Aliases make texts of any length.
    private const int MaxLength = 8192;
    private const int MaxDepth = 200;

    /// <summary>A value by itself: a text has no quotes.</summary>
    public static string Of(DataValue value) => value is TextValue text ? text.Value : Represented(value);

    /// <summary>A value as it is written in a list.</summary>
    public static string Represented(DataValue value)
    {
        var text = new StringBuilder();
        Append(text, value, depth: 0);
        return text.Length > MaxLength ? text.ToString(0, MaxLength) + "..." : text.ToString();
    }

    /// <summary>Values in parentheses, as a tuple is written.</summary>
    public static string Tuple(IReadOnlyList<DataValue> values) =>
        values.Count == 1 ? $"({Represented(values[0])},)" : $"({string.Join(", ", values.Select(Represented))})";

    private static void Append(StringBuilder text, DataValue value, int depth)
    {
        if (text.Length > MaxLength || depth > MaxDepth)
        {
            text.Append(depth > MaxDepth ? "..." : "");
            return;
        }

        switch (value)
        {
            case NullValue:
                text.Append("None");
                break;
            case BooleanValue boolean:
                text.Append(boolean.Value ? "True" : "False");
                break;
            case IntegerValue number:
                text.Append(number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case FloatValue number:
                text.Append(Float(number.Value));
                break;
            case TextValue words:
                text.Append(PythonText.Quoted(words.Value));
                break;
            case TimeValue time:
                text.Append(depth > 0 ? Constructed(time) : Time(time));
                break;
            case ListValue list:
                Append(text, '[', list.Items.Select(item => (Key: (DataValue?)null, item)), ']', depth + 1);
                break;
            case MapValue map:
                Append(text, '{', map.Fields.Select(field => ((DataValue?)field.Key, field.Value)), '}', depth + 1);
                break;
        }
    }

    private static void Append(
        StringBuilder text, char open, IEnumerable<(DataValue? Key, DataValue Value)> items, char close, int depth)
    {
        text.Append(open);
        var separator = "";
        foreach (var (key, value) in items)
        {
            text.Append(separator);
            separator = ", ";
            if (key is not null)
            {
                Append(text, key, depth);
                text.Append(": ");
            }

            Append(text, value, depth);
            if (text.Length > MaxLength)
            {
                return;
            }
        }

        text.Append(close);
    }

    private static string Time(TimeValue time) => time.IsMoment
        ? time.Value.ToString(time.Value.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff",
            CultureInfo.InvariantCulture)
        : time.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Constructed(TimeValue time)
    {
        var value = time.Value;
        var day = string.Create(CultureInfo.InvariantCulture, $"{value.Year}, {value.Month}, {value.Day}");
        return time.IsMoment
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"datetime.datetime({day}, {value.Hour}, {value.Minute}{(value.Second == 0 ? "" : $", {value.Second}")})")
            : $"datetime.date({day})";
    }

    private static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var size = Math.Abs(value);
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (size is 0 or (>= 1e-4 and < 1e16))
        {
            text = text.Contains('E', StringComparison.Ordinal) ? ((decimal)value).ToString(CultureInfo.InvariantCulture) : text;
            return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
        }

        // The exponent has two digits at least.
        text = text.Contains('E', StringComparison.Ordinal) ? text : value.ToString("0.################E+00", CultureInfo.InvariantCulture);
        return text.Replace('E', 'e');
    }
}
