using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>Constraints of texts.</summary>
internal static class TextConstraints
{
    /// <summary>Those that a text breaks.</summary>
    public static IEnumerable<string> Of(DataValue value, ValidatorArguments arguments)
    {
        var text = ((TextValue)value).Value;
        var comparison = arguments.IsOn("ignore_case", whenMissing: false)
            ? StringComparison.InvariantCultureIgnoreCase
            : StringComparison.Ordinal;
        foreach (var fault in Bounds.OfLength(value, arguments))
        {
            yield return fault;
        }

        if (arguments.Text("exclude") is { } excluded
            && excluded.EnumerateRunes().Select(rune => rune.ToString()).FirstOrDefault(sign => text.Contains(sign, comparison))
                is { } found)
        {
            yield return $"'{text}' contains excluded character '{found}'";
        }

        if (arguments.Text("equals") is { } equal && !text.Equals(equal, comparison))
        {
            yield return $"{text} does not equal {equal}";
        }

        if (arguments.Text("starts_with") is { } start && !text.StartsWith(start, comparison))
        {
            yield return $"{text} does not start with {start}";
        }

        if (arguments.Text("ends_with") is { } end && !text.EndsWith(end, comparison))
        {
            yield return $"{text} does not end with {end}";
        }

        if (arguments.Text("matches") is { } pattern && !Patterns.Compile(pattern, arguments).IsMatch(text))
        {
            yield return $"{text} is not a regex match.";
        }
    }
}
