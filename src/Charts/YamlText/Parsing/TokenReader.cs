using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlText.Parsing;

/// <summary>Tokens one after the other; where they end early, the failure of the scanner.</summary>
internal sealed class TokenReader(ScanResult scan)
{
    private int _at;

    /// <summary>The next token, which stays.</summary>
    public YamlToken Peek() => _at < scan.Tokens.Count ? scan.Tokens[_at] : throw scan.Failure!;

    /// <summary>Takes the next token.</summary>
    public YamlToken Take()
    {
        var token = Peek();
        _at++;
        return token;
    }

    /// <summary>Whether the next token is of a type.</summary>
    public bool Is(YamlTokenType type) => Peek().Type == type;

    /// <summary>Whether the next token is of one of some types.</summary>
    public bool IsAny(params ReadOnlySpan<YamlTokenType> types) => types.Contains(Peek().Type);

    /// <summary>Takes the next token if it is of a type.</summary>
    public bool TryTake(YamlTokenType type)
    {
        var isThere = Is(type);
        _at += isThere ? 1 : 0;
        return isThere;
    }
}
