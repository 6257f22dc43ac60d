namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>The tokens of a text, up to the first place at which there can be none.</summary>
/// <param name="Tokens">
/// Those that a reader that asks for one after the other gets; not those behind a place at which a key might still begin when scanning
/// failed.
/// </param>
/// <param name="Comments">The comments between them.</param>
/// <param name="Failure">What ended the scanning, or null.</param>
internal sealed record ScanResult(
    IReadOnlyList<YamlToken> Tokens, IReadOnlyList<YamlComment> Comments, YamlSyntaxException? Failure);
