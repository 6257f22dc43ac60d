using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice.Images;

/// <summary>Containers whose image has no tag, or one that moves (pipeline P-110).</summary>
internal static class ImageTags
{
    private const string Id = "K-110";

    public static AdviceRule Rule { get; } = new(Id, "an image has no tag, or one that moves, such as latest") { Find = Find };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var file in subject.Objects.GroupBy(item => item.Path))
        {
            foreach (var image in file.SelectMany(ContainerImages.Of).Distinct(StringComparer.Ordinal))
            {
                if (Complaint(image) is { } complaint)
                {
                    yield return new(LintSeverity.Warning, file.Key, $"{Id}: image {GoQuote.Format(image)} {complaint}");
                }
            }
        }
    }

    private static string? Complaint(string image) => ImageReference.HasDigest(image) || !ImageReference.IsGiven(image)
        ? null
        : ImageReference.Tag(image) switch
    {
        "" => "has no tag",
        var tag when ImageReference.Moves(tag) => $"has the tag {tag}, which moves",
        _ => null,
    };
}
