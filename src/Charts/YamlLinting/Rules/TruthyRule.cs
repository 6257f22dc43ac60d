using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;
using SecretsKit.Charts.YamlText.Values;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>truthy</c>: words that some readers take for booleans.</summary>
internal sealed class TruthyRule : LintRule
{
    private static readonly string[] Words =
    [
        "YES", "Yes", "yes", "NO", "No", "no", "TRUE", "True", "true", "FALSE", "False", "false", "ON", "On", "on", "OFF", "Off", "off",
    ];

    private bool _isVersion2;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
        [new("allowed-values", new List<string> { "true", "false" }, [.. Words]), new("check-keys", true)];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        if (place.Is(YamlTokenType.Directive) && place.Token.Value == "YAML")
        {
            _isVersion2 = place.Token.Suffix != "1.1" && place.Token.Suffix != "1.0";
        }
        else if (place.Is(YamlTokenType.DocumentEnd))
        {
            _isVersion2 = false;
        }

        if (!place.Token.IsPlain || place.IsBehind(YamlTokenType.Tag)
            || (place.IsBehind(YamlTokenType.Key) && !Settings.IsOn("check-keys")))
        {
            return;
        }

        var allowed = Settings.Words("allowed-values");
        if (IsTruthy(place.Token.Value) && !allowed.Contains(place.Token.Value))
        {
            Report(
                place.Token.Start, $"truthy value should be one of [{string.Join(", ", allowed.Order(StringComparer.Ordinal))}]");
        }
    }

    private bool IsTruthy(string word) => _isVersion2
        ? word is "TRUE" or "True" or "true" or "FALSE" or "False" or "false"
        : PlainTypes.IsTrue(word) || PlainTypes.IsFalse(word);
}
