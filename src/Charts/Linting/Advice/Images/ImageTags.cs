using System.Text;
using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Linting.Advice.Images;

/// <summary>Containers whose image has no tag, or one that moves (pipeline P-110).</summary>
internal static class ImageTags
{
    private const string Id = "K-110";
    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    public static AdviceRule Rule { get; } = new(Id, "an image has no tag, or one that moves, such as latest") { Find = Find };

    // Custom resources hold containers, too.
    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        foreach (var file in subject.Objects.GroupBy(item => item.Path))
        {
            var images = new List<string>();
            foreach (var item in file)
            {
                Collect(item.Content, images);
            }

            foreach (var image in images.Distinct(StringComparer.Ordinal))
            {
                if (Complaint(image) is { } complaint)
                {
                    yield return new(LintSeverity.Warning, file.Key, $"{Id}: image {GoQuote.Format(image)} {complaint}");
                }
            }
        }
    }

    private static string? Complaint(string image) => ImageReference.HasDigest(image) || !ImageReference.IsGiven(image) ? null : ImageReference.Tag(image) switch
    {
        "" => "has no tag",
        var tag when ImageReference.Moves(tag) => $"has the tag {tag}, which moves",
        _ => null,
    };

    private static void Collect(Value value, List<string> images)
    {
        if (value.AsMap is { } map)
        {
            foreach (var (key, inner) in map.Entries)
            {
                if (inner.AsList is { } containers && Lists.Contains(key.RevealText()))
                {
                    images.AddRange(containers.Items.ToArray().Select(container => container.At("image")).Where(image => image.IsString).Select(image => Encoding.UTF8.GetString(image.StringBytes)));
                }
                else
                {
                    Collect(inner, images);
                }
            }
        }
        else if (value.AsList is { } list)
        {
            foreach (var item in list.Items)
            {
                Collect(item, images);
            }
        }
    }
}
