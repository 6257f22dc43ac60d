namespace SecretsKit.Releases.Ordering;

/// <summary>Objects that an annotation of another names.</summary>
/// <param name="Selector">Which.</param>
/// <param name="State">What they have to be.</param>
/// <param name="Text">The annotation's words, for messages.</param>
internal sealed record OrderNeed(ObjectSelector Selector, NeedState State, string Text)
{
    /// <summary>Whether there has to be such an object in the release. Default no.</summary>
    public bool IsRequired { get; init; }
}
