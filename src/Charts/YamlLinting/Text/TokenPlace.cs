using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Text;

/// <summary>A token and those around it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Previous">The one before it, or null.</param>
/// <param name="Next">The one behind it, or null.</param>
/// <param name="AfterNext">The one behind that, or null.</param>
internal readonly record struct TokenPlace(YamlToken Token, YamlToken? Previous, YamlToken? Next, YamlToken? AfterNext)
{
    /// <summary>Whether it is of a type.</summary>
    public bool Is(YamlTokenType type) => Token.Type == type;

    /// <summary>Whether the one before it is of one of some types.</summary>
    public bool IsBehind(params ReadOnlySpan<YamlTokenType> types) => Previous is not null && types.Contains(Previous.Type);

    /// <summary>Whether the one behind it is of one of some types.</summary>
    public bool IsBefore(params ReadOnlySpan<YamlTokenType> types) => Next is not null && types.Contains(Next.Type);
}
