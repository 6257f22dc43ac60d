using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Records.Listing;

/// <summary>A selector of labels as Kubernetes writes them: <c>team=a,tier in (front,back),!old</c>. All conditions must be met.</summary>
/// <param name="Requirements">The conditions.</param>
public sealed record LabelSelector(IReadOnlyList<LabelRequirement> Requirements)
{
    /// <summary>The selector without conditions.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Reads a selector; an empty text is <see cref="Everything"/>.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: it is none. The message is the reference's.</exception>
    public static LabelSelector Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(new LabelSelectorReader(text).Read());
    }

    /// <summary>Whether labels meet all conditions.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) => Requirements.All(requirement => requirement.Matches(labels));
}
