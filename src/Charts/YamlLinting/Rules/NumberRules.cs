using System.Text;
using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>float-values</c>: forms of numbers that are easily misread.</summary>
internal sealed class FloatValuesRule : LintRule
{
    private static readonly Lazy<(string Option, string What, Re2 Expression)[]> Forms = new(() =>
    [
        ("forbid-nan", "forbidden not a number value", Compiled(@"^\.(?:nan|NaN|NAN)$")),
        ("forbid-inf", "forbidden infinite value", Compiled(@"^[-+]?\.(?:inf|Inf|INF)$")),
        ("forbid-scientific-notation", "forbidden scientific notation",
            Compiled(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$")),
        ("require-numeral-before-decimal", "forbidden decimal missing 0 prefix", Compiled(@"^[-+]?\.[0-9]+(?:[eE][-+]?[0-9]+)?$")),
    ]);

    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
    [
        new("require-numeral-before-decimal", false),
        new("forbid-scientific-notation", false),
        new("forbid-nan", false),
        new("forbid-inf", false),
    ];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        if (!place.Token.IsPlain || place.IsBehind(YamlTokenType.Tag))
        {
            return;
        }

        foreach (var (option, what, expression) in Forms.Value)
        {
            if (Settings.IsOn(option) && expression.IsMatch(place.Token.Value))
            {
                Report(place.Token.Start, $"{what} \"{place.Token.Value}\"");
            }
        }
    }

    private static Re2 Compiled(string pattern) => Re2.Compile(Encoding.ASCII.GetBytes(pattern));
}

/// <summary><c>octal-values</c>: numbers that look decimal, or are octal.</summary>
internal sealed class OctalValuesRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [new("forbid-implicit-octal", true), new("forbid-explicit-octal", true)];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        if (!place.Token.IsPlain || place.IsBehind(YamlTokenType.Tag))
        {
            return;
        }

        var value = place.Token.Value;
        if (Settings.IsOn("forbid-implicit-octal") && value is ['0', _, ..] && IsOctal(value.AsSpan(1)))
        {
            Report(place.Token.End, $"forbidden implicit octal value \"{value}\"");
        }

        if (Settings.IsOn("forbid-explicit-octal") && value is ['0', 'o', _, ..] && IsOctal(value.AsSpan(2)))
        {
            Report(place.Token.End, $"forbidden explicit octal value \"{value}\"");
        }
    }

    private static bool IsOctal(ReadOnlySpan<char> digits) => !digits.ContainsAnyExceptInRange('0', '7');
}
