using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Sops;

/// <summary>Files of every earlier release open, those included that the newest one cannot.</summary>
public sealed class SopsOldReleaseTests(KeyRing keys)
{
    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = SopsRows.Load("sops/old", "index.jsonl");
    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("sops/old");

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task Opens(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        var exit = row["decrypt_exit"]!.GetValue<int>();
        var expected = exit == 0 ? SopsRows.Bytes(row["decrypt"])
            : row["decrypt_ignore_mac_exit"]?.GetValue<int>() == 0 ? SopsRows.Bytes(row["decrypt_ignore_mac"])
            : SopsRows.Bytes(row["own_decrypt"]);

        using var folder = new CaseFolder();
        var name = row["name"]!.GetValue<string>();
        await File.WriteAllBytesAsync(folder.File(name), SopsRows.Bytes(row["encrypted"]));
        string[] identities = [.. row["identities"]!.AsArray().Select(word => word!.GetValue<string>())];
        var result = await new SopsRun(keys, folder.Path).RunAsync(["decrypt", name], identities);

        if (exit == 0)
        {
            Assert.Equal(row["decrypt_stderr"]?.GetValue<string>() ?? "", Masks.Apply(result.ErrorText, folder.Path));
        }

        Assert.Equal(0, result.Exit);
        Assert.Equal(Masks.Text(expected), result.OutputText);
    });
}
