using System.Text;
using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;
using SecretsKit.Charts.YamlText.Values;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>quoted-strings</c>: which texts have quotes, and of which kind.</summary>
internal sealed class QuotedStringsRule : LintRule
{
    private const string OnlyWhenNeeded = "only-when-needed";

    private int _flowDepth;
    private char _firstQuote;
    private List<Re2>? _required;
    private List<Re2>? _allowed;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
    [
        new("quote-type", "any", "any", "single", "double", "consistent"),
        new("required", true, true, false, OnlyWhenNeeded),
        new("extra-required", new List<string>()),
        new("extra-allowed", new List<string>()),
        new("allow-quoted-quotes", false),
        new("check-keys", false),
    ];

    /// <inheritdoc/>
    public override void Token(in TokenPlace place)
    {
        switch (place.Token.Type)
        {
            case YamlTokenType.FlowMappingStart or YamlTokenType.FlowSequenceStart:
                _flowDepth++;
                break;
            case YamlTokenType.FlowMappingEnd or YamlTokenType.FlowSequenceEnd:
                _flowDepth--;
                break;
            case YamlTokenType.Scalar when IsJudged(place):
                Judge(place.Token, place.IsBehind(YamlTokenType.Key) ? "key" : "value");
                break;
        }
    }

    private bool IsJudged(in TokenPlace place) =>
        place.IsBehind(
            YamlTokenType.BlockEntry, YamlTokenType.FlowEntry, YamlTokenType.FlowSequenceStart, YamlTokenType.Tag, YamlTokenType.Value,
            YamlTokenType.Key)
        && (!place.IsBehind(YamlTokenType.Key) || Settings.IsOn("check-keys"))
        && !(place.IsBehind(YamlTokenType.Tag) && place.Previous!.Value == "!!")
        && place.Token.Style is not ('|' or '>')
        && (!place.Token.IsPlain || PlainTypes.Of(place.Token.Value) == PlainType.Text);

    private void Judge(YamlToken token, string node)
    {
        _required ??= Compiled("extra-required");
        _allowed ??= Compiled("extra-allowed");
        var required = Settings.Of("required");
        var isQuoted = !token.IsPlain;
        var hasRightQuotes = isQuoted && (Fits(token.Style) || (Settings.IsOn("allow-quoted-quotes") && HasQuotes(token)));
        string? what = null;
        if (isQuoted && OnlyWhenNeeded.Equals(required) && token.Value.Length > 0
            && PlainTypes.Of(token.Value) == PlainType.Text && !NeedsQuotes(token))
        {
            var isWanted = _required.Concat(_allowed).Any(pattern => pattern.IsMatch(token.Value));
            what = isWanted ? null : $"redundantly quoted with {Settings.Word("quote-type")} quotes";
        }
        else if (isQuoted ? !hasRightQuotes : required is true)
        {
            what = $"not quoted with {Settings.Word("quote-type")} quotes";
        }
        else if (!isQuoted && _required.Any(pattern => pattern.IsMatch(token.Value)))
        {
            what = "not quoted";
        }

        if (what is not null)
        {
            Report(token.Start, $"string {node} is {what}");
        }
    }

    private bool Fits(char quote)
    {
        if (_firstQuote == '\0')
        {
            _firstQuote = quote;
        }

        return Settings.Word("quote-type") switch
        {
            "single" => quote == '\'',
            "double" => quote == '"',
            "consistent" => quote == _firstQuote,
            _ => true,
        };
    }

    private static bool HasQuotes(YamlToken token) =>
        token.Value.Contains(token.Style == '\'' ? '"' : '\'', StringComparison.Ordinal);

    // Without quotes the same text must come back.
    private bool NeedsQuotes(YamlToken token)
    {
        if (_flowDepth > 0 && token.Value.AsSpan().ContainsAny(",[]{}"))
        {
            return true;
        }

        if (token.Style == '"' && token.Value.Any(value => char.IsControl(value) && value is not ('\t' or '\n' or '\r')))
        {
            return true;
        }

        var scan = YamlScanner.Scan("key: " + token.Value);
        return !(scan.Tokens.Count >= 7 && scan.Tokens[5] is { IsPlain: true } plain && plain.Value == token.Value
            && scan.Tokens[6].Type == YamlTokenType.BlockEnd);
    }

    private List<Re2> Compiled(string option) =>
        [.. Settings.Words(option).Select(pattern => Re2.Compile(Encoding.UTF8.GetBytes(pattern)))];
}
