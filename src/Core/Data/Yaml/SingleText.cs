using System.Globalization;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>
/// Doubles in the shortest digits that tell them apart as singles: how the reference prints numbers where a string is wanted.
/// </summary>
internal static class SingleText
{
    /// <summary>Go's <c>FormatFloat(value, 'g', -1, 32)</c>.</summary>
    public static string Of(double value)
    {
        var single = (float)value;

        // The shortest digits of the single, read as a double, are that double's shortest digits, too.
        return float.IsFinite(single)
            ? GoFloat.Format(
                double.Parse(single.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), GoFloatFormat.Verb('g', -1))
            : GoFloat.Format(single, GoFloatFormat.Sprint);
    }
}
