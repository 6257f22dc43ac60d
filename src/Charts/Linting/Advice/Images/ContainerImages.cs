using System.Text;
using SecretsKit.Charts.Linting.Advice.Objects;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Linting.Advice.Images;

/// <summary>The images of the containers in an object, wherever they stand: custom resources hold containers, too.</summary>
internal static class ContainerImages
{
    private static readonly string[] Lists = ["containers", "initContainers", "ephemeralContainers"];

    /// <summary>Those images, one for each container that names one.</summary>
    public static IReadOnlyList<string> Of(RenderedObject item) => Of(item.Content);

    /// <summary>The same of an object's fields.</summary>
    public static IReadOnlyList<string> Of(Value content)
    {
        var images = new List<string>();
        Collect(content, images);
        return images;
    }

    private static void Collect(Value value, List<string> images)
    {
        if (value.AsMap is { } map)
        {
            foreach (var (key, inner) in map.Entries)
            {
                if (inner.AsList is { } containers && Lists.Contains(key.RevealText()))
                {
                    images.AddRange(containers.Items.ToArray()
                        .Select(container => container.At("image"))
                        .Where(image => image.IsString)
                        .Select(image => Encoding.UTF8.GetString(image.StringBytes)));
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
