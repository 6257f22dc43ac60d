using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Sops;

/// <summary>Whole documents: what sops encrypted opens to its bytes, what we encrypt has its shape.</summary>
public sealed class SopsDocumentTests(GoldenKeys keys)
{
    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = SopsRows.Load("sops/documents", "index.jsonl");
    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("sops/documents");

    public static IEnumerable<TheoryDataRow<string>> Encrypted =>
        Rows.Where(row => row.Value.ContainsKey("encrypted")).Select(row => new TheoryDataRow<string>(row.Key));

    public static IEnumerable<TheoryDataRow<string>> All => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Encrypted))]
    public Task Opens_what_sops_encrypted(string id) => SopsRows.CheckAsync(Gaps, "open:" + id, async () =>
    {
        var row = Rows[id];
        using var folder = new CaseFolder("sops/documents/" + id);
        await CheckDecryptionAsync(row, folder);
    });

    [Theory, MemberData(nameof(All))]
    public Task Encrypts_as_sops_does(string id) => SopsRows.CheckAsync(Gaps, "seal:" + id, async () =>
    {
        var row = Rows[id];
        using var folder = new CaseFolder("sops/documents/" + id);
        var run = new SopsRun(keys, folder.Path);
        var result = await run.RunAsync(Words(row["encrypt"]!), ["a1"], Variables(row));

        Assert.Equal(row["encrypt_stderr"]?.GetValue<string>() ?? "", Masks.Apply(result.Error, folder.Path));
        Assert.Equal(row["encrypt_exit"]!.GetValue<int>(), result.Exit);
        if (row["encrypted"]?.GetValue<string>() is not { } name)
        {
            return;
        }

        Assert.Equal(Masks.Apply(await folder.ReadAsync(name)), Masks.Apply(result.Output));
        await File.WriteAllBytesAsync(folder.File(name), result.Output);
        await CheckDecryptionAsync(row, folder);
    });

    private async Task CheckDecryptionAsync(JsonObject row, CaseFolder folder)
    {
        var run = new SopsRun(keys, folder.Path);
        var arguments = Words(row["decrypt"]!);
        // The reference's own bug with encrypted list comments: ours opens what it can only open without the MAC.
        var fixedBug = row["decrypted_ignore_mac"]?.GetValue<string>();
        var expectedExit = fixedBug is null ? row["decrypt_exit"]!.GetValue<int>() : 0;
        var result = await run.RunAsync(arguments, Words(row["identities"]!), Variables(row));

        Assert.Equal(
            fixedBug is null ? Masks.WithoutPlaintext(row["decrypt_stderr"]?.GetValue<string>() ?? "") : "",
            Masks.Apply(result.Error, folder.Path));
        Assert.Equal(expectedExit, result.Exit);
        if ((fixedBug ?? row["decrypted"]?.GetValue<string>()) is { } name)
        {
            Assert.Equal(await folder.ReadAsync(name), result.Output);
        }
    }

    private static string[] Words(JsonNode words) => [.. words.AsArray().Select(word => word!.GetValue<string>())];

    private static IEnumerable<KeyValuePair<string, string>> Variables(JsonObject row) =>
        row["env"]?.AsObject().Select(pair => KeyValuePair.Create(pair.Key, pair.Value!.GetValue<string>())) ?? [];
}
