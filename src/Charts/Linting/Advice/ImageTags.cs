using System.Text;
using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>Containers whose image has no tag, or <c>latest</c> (pipeline P-110).</summary>
internal static class ImageTags
{
    public const string Id = "K-110";
    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>Looks through all rendered documents that can be read.</summary>
    public static IEnumerable<LintMessage> Find(IReadOnlyDictionary<string, byte[]> rendered)
    {
        foreach (var (path, text) in rendered.Where(file => Path.GetExtension(file.Key) is ".yaml" or ".yml").OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var images = new List<string>();
            foreach (var piece in YamlStream.Split(text, out _))
            {
                Collect(Read(piece), images);
            }

            foreach (var image in images.Distinct(StringComparer.Ordinal))
            {
                if (Complaint(image) is { } complaint)
                {
                    yield return new(LintSeverity.Warning, path, $"{Id}: image {GoQuote.Format(image)} {complaint}");
                }
            }
        }
    }

    private static string? Complaint(string image)
    {
        if (image.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        var name = image[(image.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || colon == name.Length - 1 ? "has no tag" : name[(colon + 1)..] == "latest" ? "has the tag latest, which moves" : null;
    }

    // What is no YAML is lint's to tell.
    private static Value Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            return LintDocument.ReadValue(text);
        }
        catch (ChartException)
        {
            return Value.Nil;
        }
    }

    private static void Collect(Value value, List<string> images)
    {
        if (value.AsMap is { } map)
        {
            foreach (var (key, inner) in map.Entries)
            {
                if (inner.AsList is { } containers && Lists.Contains(key.RevealText()))
                {
                    foreach (var container in containers.Items)
                    {
                        if (container.AsMap is { } one && one.TryGet(new("image"), out var image) && image.IsString)
                        {
                            images.Add(Encoding.UTF8.GetString(image.StringBytes));
                        }
                    }
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
