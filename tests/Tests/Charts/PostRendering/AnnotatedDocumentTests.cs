using SecretsKit.Charts.Model;
using SecretsKit.Charts.PostRendering;

namespace SecretsKit.Tests.Charts.PostRendering;

/// <summary>Streams that are no YAML, on the way to a post-renderer and back.</summary>
public sealed class AnnotatedDocumentTests
{
    private const string Broken = "MalformedYAMLError: yaml: line 1: did not find expected ',' or ']'";

    [Fact]
    public void What_a_post_renderer_cannot_read_or_wrote_wrong_is_named()
    {
        var text = "a: [1\n"u8.ToArray();
        Assert.Equal(
            "error merging manifests: parsing c/templates/t.yaml: " + Broken,
            Assert.Throws<ChartException>(() => AnnotatedDocuments.Merge([KeyValuePair.Create("c/templates/t.yaml", text)])).Message);
        Assert.Equal(
            "error while parsing post rendered output: error parsing YAML: " + Broken,
            Assert.Throws<ChartException>(() => AnnotatedDocuments.Split(text)).Message);
    }

    [Fact]
    public void What_is_yaml_and_no_table_is_not_malformed() => Assert.Equal(
        "error while parsing post rendered output: error parsing YAML: wrong node kind: expected MappingNode but got SequenceNode",
        Assert.Throws<ChartException>(() => AnnotatedDocuments.Split("- a\n"u8.ToArray())).Message);
}
