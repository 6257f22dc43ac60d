namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>A place at which a key may turn out to have begun: only the colon behind it says so.</summary>
/// <param name="Token">The number of the token that would be its first.</param>
/// <param name="IsRequired">Whether nothing but a key can be there.</param>
/// <param name="Mark">Where it is.</param>
internal sealed record SimpleKey(int Token, bool IsRequired, TextMark Mark)
{
    // YAML 1.1 bounds keys without a question mark.
    private const int MaxLength = 1024;

    /// <summary>Whether the cursor is too far away for it to be a key any more.</summary>
    public bool IsStaleAt(TextMark at) => Mark.Line != at.Line || at.Index - Mark.Index > MaxLength;
}
