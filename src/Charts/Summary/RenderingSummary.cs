using SecretsKit.Charts.Linting.Advice.Images;
using SecretsKit.Charts.Linting.Advice.Objects;

namespace SecretsKit.Charts.Summary;

/// <summary>What a rendering consists of.</summary>
/// <param name="Resources">Kind and name of each resource, in order, items of lists one by one; what has no kind is none.</param>
/// <param name="Images">The images of all containers, each once, sorted.</param>
public sealed record RenderingSummary(IReadOnlyList<(string Kind, string Name)> Resources, IReadOnlyList<string> Images)
{
    /// <summary>The names of the resources of each kind, kinds sorted.</summary>
    public IEnumerable<IGrouping<string, string>> Kinds =>
        Resources.GroupBy(resource => resource.Kind, resource => resource.Name).OrderBy(kind => kind.Key, StringComparer.Ordinal);

    /// <summary>Summarizes manifests.</summary>
    /// <param name="manifests">Their texts. What is no YAML is passed over.</param>
    public static RenderingSummary Of(IEnumerable<ReadOnlyMemory<byte>> manifests)
    {
        var items = manifests.SelectMany(text => RenderedObject.ReadAll("", text)).Where(item => item.Kind.Length > 0).ToList();
        return new([.. items.Select(item => (item.Kind, item.Name))], [.. items.SelectMany(ContainerImages.Of)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)]);
    }
}
