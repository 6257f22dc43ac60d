using System.Text;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Charts.Schema;

/// <summary>
/// The official test suite: all five drafts, what is mandatory and what is optional; formats up to draft-07, where they count.
/// </summary>
public sealed class SuiteTests
{
    public static IEnumerable<TheoryDataRow<string>> Rows()
    {
        if (SuiteRow.Folder is null)
        {
            Console.WriteLine("SECRETSKIT_VECTORS is not set: the JSON Schema test suite did not run");
            return [new("(not run: SECRETSKIT_VECTORS names no folder)")];
        }

        // Formats are no more than notes from 2019-09 on.
        return SuiteRow.All
            .Where(pair => pair.Value.Draft.Length <= "draft7".Length || !pair.Key.Contains("/format/", StringComparison.Ordinal))
            .Select(pair => new TheoryDataRow<string>(pair.Key));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_value_is_valid_as_the_suite_says(string id)
    {
        if (SuiteRow.All.TryGetValue(id, out var row))
        {
            await SopsRows.CheckAsync(SuiteRow.Gaps, id, () => CheckAsync(row));
        }
    }

    private static Task CheckAsync(SuiteRow row)
    {
        var schema = JsonSchema.Compile(WithDraft(row), "file:///values.schema.json", new SuiteResolver());
        Assert.Equal(row.IsValid, schema.Check(SchemaJson.Parse(row.Data)) is null);
        return Task.CompletedTask;
    }

    // Schemas of the suite that do not name their draft mean that of their folder.
    private static byte[] WithDraft(SuiteRow row) => SuiteResolver.WithDraft(row.Schema, row.Draft);

    private sealed class SuiteResolver : ISchemaResolver
    {
        private const string Host = "http://localhost:1234/";

        public static byte[] WithDraft(byte[] schema, string draft)
        {
            var text = Encoding.UTF8.GetString(schema).TrimStart();
            return text.StartsWith('{') && !text.Contains("\"$schema\"", StringComparison.Ordinal)
                ? Encoding.UTF8.GetBytes(
                    $"{{\"$schema\": \"{SuiteRow.SchemaUrl(draft)}\"{(text[1..].TrimStart().StartsWith('}') ? "" : ",")}{text[1..]}")
                : schema;
        }

        public SchemaSource Find(string url)
        {
            if (!url.StartsWith(Host, StringComparison.Ordinal))
            {
                return SchemaSource.Refused("not of the suite");
            }

            var path = Path.Combine(SuiteRow.Folder!, "remotes", url[Host.Length..]);
            var draft = url[Host.Length..].Split('/')[0];
            return !File.Exists(path)
                ? SchemaSource.Refused("no such file")
                : SchemaSource.Found(draft.StartsWith("draft", StringComparison.Ordinal)
                    ? WithDraft(File.ReadAllBytes(path), draft)
                    : File.ReadAllBytes(path));
        }
    }
}
