namespace SecretsKit.Core.Secrets.Redaction;

/// <summary>
/// Text that may be shown to people: secrets in it are masked. Sinks take it as it is, so the code that makes one is
/// responsible; a test lists who may.
/// </summary>
public readonly struct MaskedText
{
    private readonly string? _text;

    private MaskedText(string text) => _text = text;

    /// <summary>What is shown.</summary>
    public string Text => _text ?? "";

    /// <summary>A text without what a scope knows.</summary>
    public static MaskedText Of(RedactionScope scope, string text)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new(scope.Redact(text));
    }

    /// <summary>
    /// A text of whose every part the caller knows where it comes from, and in which secrets are masked by that: what else is in it may
    /// equal a secret by coincidence, and showing it tells nothing.
    /// </summary>
    public static MaskedText OfKnownOrigin(string text) => new(text);

    /// <summary>A text in which the user asked to see secrets.</summary>
    public static MaskedText Unmasked(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
