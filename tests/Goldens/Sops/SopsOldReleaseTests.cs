using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Sops;

/// <summary>Files of every earlier release open, those included that the newest one cannot.</summary>
public sealed class SopsOldReleaseTests(GoldenKeys keys)
{
    private static readonly IReadOnlyDictionary<string, JsonObject> Rows = SopsRows.Load("sops/old", "index.jsonl");
    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("sops/old");

    // Python hashed whole floats as printed and lost track of anchors: no reader with Go's rules can check these.
    private static readonly string[] Unreadable = ["py1.18-types", "py1.18-yesno", "py1.18-json", "py1.18-anchors"];

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task Opens(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        var exit = row["decrypt_exit"]!.GetValue<int>();
        using var folder = new CaseFolder();
        var name = row["name"]!.GetValue<string>();
        await File.WriteAllBytesAsync(folder.File(name), SopsRows.Bytes(row["encrypted"]));
        string[] identities = [.. row["identities"]!.AsArray().Select(word => word!.GetValue<string>())];
        var run = new SopsRun(keys, folder.Path);
        var result = await run.RunAsync(["decrypt", name], identities);
        if (exit == 0 || Unreadable.Contains(id))
        {
            Assert.Equal(exit, result.Exit);
            Assert.Equal(
                Masks.WithoutPlaintext(row["decrypt_stderr"]?.GetValue<string>() ?? ""), Masks.Apply(result.ErrorText, folder.Path));
        }
        else
        {
            Assert.Equal(0, result.Exit);
        }

        if (exit == 0)
        {
            Assert.Equal(Masks.Text(SopsRows.Bytes(row["decrypt"])), result.OutputText);
        }
        else if (row["decrypt_ignore_mac_exit"]?.GetValue<int>() == 0)
        {
            var opened = await run.RunAsync(["decrypt", "--ignore-mac", name], identities);
            Assert.Equal((0, Masks.Text(SopsRows.Bytes(row["decrypt_ignore_mac"]))), (opened.Exit, opened.OutputText));
        }
        else if (!Unreadable.Contains(id))
        {
            Assert.Equal(Masks.Text(SopsRows.Bytes(row["own_decrypt"])), result.OutputText);
        }
    });
}
