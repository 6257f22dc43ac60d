namespace SecretsKit.Charts.YamlLinting.Configuration;

/// <summary>An option of a rule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">A boolean, a number, a word or a list of words.</param>
/// <param name="Choices">What it may be where its type does not say so: values, or a sample <see cref="int"/> type; else empty.</param>
internal sealed record RuleOption(string Name, object Default, params IReadOnlyList<object> Choices)
{
    /// <summary>Why a value does not do, as the reference says it, or null.</summary>
    /// <param name="value">A boolean, a number, a word or a list of words.</param>
    public string? Complaint(object value)
    {
        if (Choices.Count > 0 && value is List<string> several)
        {
            return several.All(Choices.Contains) ? null : $"should only contain values in {Shown('[', ']')}";
        }

        if (Choices.Count > 0)
        {
            return Choices.Any(choice => choice is Type type ? value.GetType() == type : choice.Equals(value)) ? null
                : $"should be in {Shown('(', ')')}";
        }

        return value.GetType() == Default.GetType() ? null : "should be " + Default switch
        {
            bool => "bool",
            int => "int",
            string => "str",
            _ => "list",
        };
    }

    private string Shown(char open, char close) => open + string.Join(", ", Choices.Select(Shown)) + close;

    private static string Shown(object choice) => choice switch
    {
        Type => "<class 'int'>",
        bool value => value ? "True" : "False",
        _ => $"'{choice}'",
    };
}
