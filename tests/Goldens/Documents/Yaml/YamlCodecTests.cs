using System.Buffers;
using System.Text;
using System.Text.Json;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Documents.Yaml;

public sealed class YamlCodecTests
{
    private const string MetadataKey = "sops";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "sops", "emission");
    private static readonly Dictionary<string, JsonElement> Rows = File.ReadLines(Path.Combine(Folder, "yaml.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .ToDictionary(row => row.GetProperty("id").GetString()!);

    public static TheoryData<string> Encrypted => Having("encrypted");

    private static readonly HashSet<string> Gaps = [.. File.ReadLines(Path.Combine(Folder, "gaps.tsv")).Select(
        line => line.Split('\t')[0])];

    public static TheoryData<string> Decrypted => [.. Having("output"), .. Having("output_ignore_mac")];

    public static TheoryData<string> FixedPoints =>
        [.. Having("output")
            .Select(row => row.Data)
            .Where(id => !Rows[id].TryGetProperty("again", out var round) || round.Text("output") is not null)];

    public static TheoryData<string> Unreadable =>
        [.. Rows.Keys.Where(id => Rows[id].Text("error")?.StartsWith("Error unmarshalling file: ", StringComparison.Ordinal) ?? false)];

    [Theory]
    [MemberData(nameof(Encrypted))]
    public void An_encrypted_document_is_laid_out_as_the_reference_does(string id)
    {
        var tree = YamlCodec.Instance.Read(Rows[id].GetProperty("input").Bytes(), DocumentLimits.Default);
        var written = Write(MaskedEncryption.Encrypt(tree, MetadataKey), Rows[id]);
        Assert.Equal(Rows[id].Text("encrypted"), written.Replace($"{MetadataKey}: null\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Decrypted))]
    public void A_decrypted_document_is_laid_out_as_the_reference_does(string id)
    {
        var tree = YamlCodec.Instance.Read(Rows[id].GetProperty("input").Bytes(), DocumentLimits.Default);
        var written = Write(MaskedEncryption.EncryptAndDecrypt(tree), Rows[id]);
        var expected = Rows[id].Text("output") ?? Rows[id].Text("output_ignore_mac");
        if (Gaps.Contains(id))
        {
            Assert.NotEqual(expected, written);
            return;
        }

        Assert.Equal(expected, written);
    }

    [Theory]
    [MemberData(nameof(FixedPoints))]
    public void A_second_round_changes_nothing_unless_it_does_for_the_reference(string id)
    {
        var output = Rows[id].Text("output")!;
        var again = Rows[id].TryGetProperty("again", out var round) ? round.Text("output") : output;
        var tree = YamlCodec.Instance.Read(Encoding.UTF8.GetBytes(output), DocumentLimits.Default);
        Assert.Equal(again, Write(MaskedEncryption.EncryptAndDecrypt(tree), Rows[id]));
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_the_reference_cannot_read_is_refused(string id)
    {
        var refusal = Assert.Throws<DocumentException>(
            () => YamlCodec.Instance.Read(Rows[id].GetProperty("input").Bytes(), DocumentLimits.Default));
        Assert.Equal(WithoutValue(Rows[id].Text("error")!.Split(": ", 2)[1].TrimEnd('\n')), refusal.Message);
    }

    private static TheoryData<string> Having(string member) => [.. Rows.Keys.Where(id => Rows[id].TryGetProperty(member, out _))];

    // Where the reference quotes the offending value, ours leave it out.
    private static string WithoutValue(string message)
    {
        var from = message.IndexOf(" `", StringComparison.Ordinal);
        return from < 0 ? message : message.Remove(from, message.IndexOf('`', from + 2) + 1 - from);
    }

    private static string Write(DocumentTree tree, JsonElement row)
    {
        var output = new ArrayBufferWriter<byte>();
        var indent = row.TryGetProperty("indent", out var wanted) ? wanted.GetInt32() : (int?)null;
        YamlCodec.Instance.Write(tree, output, new WriteOptions { Indent = indent });
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
