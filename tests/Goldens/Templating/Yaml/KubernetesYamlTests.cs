using System.Buffers;
using System.Text;
using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Goldens.Documents.Yaml;

namespace SecretsKit.Goldens.Templating.Yaml;

/// <summary>The columns of yaml.jsonl that sigs.k8s.io/yaml made: YAML 1.1 read into JSON, and that JSON written as YAML again.</summary>
public sealed class KubernetesYamlTests
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };
    private static readonly HashSet<string> Gaps =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "testdata", "gotext", "k8s-gaps.tsv")).Select(
            line => line.Split('\t')[0])];

    public static IEnumerable<TheoryDataRow<string>> Readable => Having("k8sJson");

    public static IEnumerable<TheoryDataRow<string>> Written => Having("k8sYaml");

    public static IEnumerable<TheoryDataRow<string>> Unreadable => Having("k8sError");

    public static IEnumerable<TheoryDataRow<string>> Strict => Having("k8sStrictError");

    [Theory]
    [MemberData(nameof(Readable))]
    public void A_document_reads_as_the_same_json(string id)
    {
        using var json = JsonDocument.Parse(Row(id, "k8sJson"));
        Judge(id, JsonForm.Of(JsonForm.Read(json.RootElement)), JsonForm.Of(KubernetesYaml.Read(YamlRow.Input(id), Options)));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void A_value_is_laid_out_as_the_reference_does(string id)
    {
        using var json = JsonDocument.Parse(Row(id, "k8sJson"));
        var output = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(JsonForm.Read(json.RootElement), output);
        Judge(id, Row(id, "k8sYaml"), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void A_document_fails_in_the_same_words(string id) =>
        Judge(id, Row(id, "k8sError"), Assert.ThrowsAny<DocumentException>(() => KubernetesYaml.Read(YamlRow.Input(id), Options)).Message);

    [Theory]
    [MemberData(nameof(Strict))]
    public void Keys_that_stand_twice_are_named(string id)
    {
        var strict = Options with { RefusesDuplicates = true };
        Judge(
            id,
            Row(id, "k8sStrictError"),
            Assert.ThrowsAny<DocumentException>(() => KubernetesYaml.Read(YamlRow.Input(id), strict)).Message);
    }

    private static void Judge(string id, string expected, string actual)
    {
        if (Gaps.Contains(id))
        {
            Assert.NotEqual(expected, actual);
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static string Row(string id, string column) => Encoding.UTF8.GetString(YamlRow.Bytes(YamlRow.Get(id).GetProperty(column)));

    private static IEnumerable<TheoryDataRow<string>> Having(string column) =>
        YamlRow.Ids().Where(row => YamlRow.Get(row.Data).TryGetProperty(column, out _));
}
