using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SecretsKit.Goldens.Sops;

/// <summary>Edits of encrypted documents: each is refused, or changes nothing that matters, as in sops.</summary>
public sealed partial class SopsTamperTests(GoldenKeys keys)
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
        using var folder = new CaseFolder();
        var name = await WriteAsync(row, folder);
        Dictionary<string, string> variables = new() { ["SOPS_AGE_KEY_FILE"] = folder.File("keys.txt") };
        var run = new SopsRun(keys, folder.Path);
        Compare(row["decrypt"]!, await run.RunAsync(["decrypt", name], [], variables), folder);
        Compare(row["ignore_mac"]!, await run.RunAsync(["decrypt", "--ignore-mac", name], [], variables), folder);
    });

    /// <summary>
    /// What is refused is located: by line, by the path of the value or of the field of the metadata, or it is about the file as a whole
    /// (its keys, its MAC), or about the sops part.
    /// </summary>
    [Theory, MemberData(nameof(Ids))]
    public async Task Our_own_verb_says_where(string id)
    {
        using var folder = new CaseFolder();
        var name = await WriteAsync(Rows[id], folder);
        Dictionary<string, string> variables = new() { ["SOPS_AGE_KEY_FILE"] = folder.File("keys.txt") };
        var result = await new SopsRun(keys, folder.Path).RunAsync(["view", name], [], variables, program: "secretskit");
        if (result.Exit == 0)
        {
            return;
        }

        var error = result.ErrorText.Split('\n')[0];
        Assert.DoesNotContain("Error walking tree", error, StringComparison.Ordinal);
        Assert.Matches($"^secretskit: {Regex.Escape(name)}(:[0-9]+(:[0-9]+)?)?: ", error);
        Assert.Matches(Place, error);
    }

    [GeneratedRegex("""
        :[0-9]+:[0-9]+: | (at|under) [\[\w]|sops\.[a-z]|sops (entry|part|metadata)|\bMAC\b|none of the keys
        """)]
    private static partial Regex Place { get; }

    // The tampered document; its name.
    private static async Task<string> WriteAsync(JsonObject row, CaseFolder folder)
    {
        var document = Documents[row["document"]!.GetValue<string>()]!;
        var edit = row["text"]!;
        var text = document["text"]!.GetValue<string>()
            .Remove(edit["start"]!.GetValue<int>(), edit["drop"]!.GetValue<int>())
            .Insert(edit["start"]!.GetValue<int>(), edit["insert"]!.GetValue<string>());
        var name = document["file"]!.GetValue<string>();
        await File.WriteAllTextAsync(folder.File(name), text);
        var identities = document["identities"]!.AsArray().Select(word => GoldenKeys.Identity(word!.GetValue<string>()));
        await File.WriteAllLinesAsync(folder.File("keys.txt"), identities);
        return name;
    }

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
