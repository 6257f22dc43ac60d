using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Sops;

/// <summary>Edits of encrypted documents: each is refused, or changes nothing that matters, as in sops.</summary>
public sealed class SopsTamperTests(GoldenKeys keys)
{
    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = SopsRows.Load("sops/tamper", "cases.jsonl");
    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("sops/tamper");
    private static readonly JsonObject Documents =
        JsonNode.Parse(File.ReadAllText(Path.Combine(SopsRows.Folder("sops/tamper"), "documents.json")))!.AsObject();

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task Answers_as_sops_does(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        var document = Documents[row["document"]!.GetValue<string>()]!;
        var edit = row["text"]!;
        var text = document["text"]!.GetValue<string>()
            .Remove(edit["start"]!.GetValue<int>(), edit["drop"]!.GetValue<int>())
            .Insert(edit["start"]!.GetValue<int>(), edit["insert"]!.GetValue<string>());

        using var folder = new CaseFolder();
        var name = document["file"]!.GetValue<string>();
        await File.WriteAllTextAsync(folder.File(name), text);
        var identities = document["identities"]!.AsArray().Select(word => GoldenKeys.Identity(word!.GetValue<string>()));
        await File.WriteAllLinesAsync(folder.File("keys.txt"), identities);
        Dictionary<string, string> variables = new() { ["SOPS_AGE_KEY_FILE"] = folder.File("keys.txt") };
        var run = new SopsRun(keys, folder.Path);
        Compare(row["decrypt"]!, await run.RunAsync(["decrypt", name], [], variables), folder);
        Compare(row["ignore_mac"]!, await run.RunAsync(["decrypt", "--ignore-mac", name], [], variables), folder);
    });

    private static void Compare(JsonNode expected, SopsResult actual, CaseFolder folder)
    {
        var error = expected["stderr"]!.GetValue<string>();
        if (error.StartsWith("panic:", StringComparison.Ordinal))
        {
            // The reference crashed: ours fails cleanly.
            Assert.NotEqual(0, actual.Exit);
            Assert.Empty(actual.Output);
            return;
        }

        Assert.Equal(Masks.WithoutPlaintext(error), Masks.Apply(actual.ErrorText, folder.Path));
        Assert.Equal(expected["exit"]!.GetValue<int>(), actual.Exit);
        if (expected["stdout"] is { } output)
        {
            Assert.Equal(Encoding.UTF8.GetString(SopsRows.Bytes(output)), actual.OutputText);
        }
    }
}
