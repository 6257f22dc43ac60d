namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>A comment between two tokens.</summary>
/// <param name="Mark">Where its first number sign is.</param>
/// <param name="TokenBefore">How many tokens had been scanned before it.</param>
internal sealed record YamlComment(TextMark Mark, int TokenBefore);
