using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Goldens.Documents.Yaml;

public sealed class YamlResolverTests
{
    public static TheoryData<string> Ids => [.. YamlGoldens.Ids.Where(id => YamlGoldens.Trees(YamlGoldens.Row(id)).Count > 0)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Plain_scalars_get_the_tag_that_the_reference_gives_them(string id)
    {
        foreach (var document in YamlGoldens.Trees(YamlGoldens.Row(id)))
        {
            CheckBelow(document);
        }
    }

    private static void CheckBelow(YamlNode node)
    {
        if (node is { Kind: YamlKind.Scalar, Style: YamlStyle.None })
        {
            Assert.Equal(node.Tag, YamlResolver.Resolve(node.Value.Span).Tag);
        }

        foreach (var child in node.Children)
        {
            CheckBelow(child);
        }
    }
}
