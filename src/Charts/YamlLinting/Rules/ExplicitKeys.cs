using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary>Keys with a question mark.</summary>
internal static class ExplicitKeys
{
    /// <summary>Whether a token is the question mark of a key.</summary>
    public static bool IsOne(YamlToken token, string content) =>
        token.Type == YamlTokenType.Key && token.Start.Index < token.End.Index && content[token.Start.Index] == '?';
}
