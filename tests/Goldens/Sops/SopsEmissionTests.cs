using System.Text;
using System.Text.Json.Nodes;

namespace SecretsKit.Goldens.Sops;

/// <summary>What a document looks like after a round trip through encryption, and encrypted.</summary>
public sealed class SopsEmissionTests(GoldenKeys keys)
{
    private const string Recipient = "age1asym9z00qvj6epnqaxghz7v28w4235vstdmlwgez0fu876t229cqzlzfja";
    private static readonly Dictionary<string, JsonObject> Rows = new[] { "yaml", "json", "ini", "dotenv" }
        .SelectMany(format => SopsRows.Load("sops/emission", format + ".jsonl")).ToDictionary();

    private static readonly IReadOnlyDictionary<string, string> Gaps = SopsRows.Gaps("sops/emission");

    public static IEnumerable<TheoryDataRow<string>> Ids => Rows.Keys.Select(id => new TheoryDataRow<string>(id));

    [Theory, MemberData(nameof(Ids))]
    public Task Survives_encryption_as_in_sops(string id) => SopsRows.CheckAsync(Gaps, id, async () =>
    {
        var row = Rows[id];
        using var folder = new CaseFolder();
        var (sealedText, result) = await RoundTripAsync(folder, row, SopsRows.Bytes(row["input"]));
        if (row["encrypted"] is { } encrypted && sealedText is not null)
        {
            Assert.Equal(encrypted.GetValue<string>(), WithoutMetadata(Masks.Apply(sealedText)));
        }

        // The reference's own bug with encrypted list comments: ours opens what it can only open without the MAC.
        if (row["format"]!.GetValue<string>() == "yaml" && row["output_ignore_mac"] is { } repaired)
        {
            Assert.Equal((0, Encoding.UTF8.GetString(SopsRows.Bytes(repaired))), (result.Exit, result.OutputText));
            return;
        }

        Assert.Equal(row["exit"]!.GetValue<int>(), result.Exit);
        if (row["error"] is { } error)
        {
            // The parsers' own words, behind the first colon, are ours to choose.
            Assert.Equal(Prefix(error.GetValue<string>()), Prefix(result.ErrorText));
            return;
        }

        Assert.Equal("", result.ErrorText);
        Assert.Equal(Encoding.UTF8.GetString(SopsRows.Bytes(row["output"])), result.OutputText);
        if (row["again"]?["output"] is { } again)
        {
            var (_, second) = await RoundTripAsync(folder, row, result.Output);
            Assert.Equal((0, again.GetValue<string>()), (second.Exit, second.OutputText));
        }
    });

    private async Task<(byte[]? Sealed, SopsResult Last)> RoundTripAsync(CaseFolder folder, JsonObject row, byte[] input)
    {
        var extension = row["format"]!.GetValue<string>() is "dotenv" ? "env" : row["format"]!.GetValue<string>();
        var name = "x." + extension;
        string[] indent = row["indent"] is { } columns ? [$"--indent={columns}"] : [];
        var run = new SopsRun(keys, folder.Path);
        await File.WriteAllBytesAsync(folder.File(name), input);
        var encrypted = await run.RunAsync([.. indent, "encrypt", "--age", Recipient, name], ["a1"]);
        if (encrypted.Exit != 0)
        {
            return (null, encrypted);
        }

        await File.WriteAllBytesAsync(folder.File(name), encrypted.Output);
        return (encrypted.Output, await run.RunAsync([.. indent, "decrypt", name], ["a1"]));
    }

    private static string WithoutMetadata(string text)
    {
        var lines = text.Split('\n').ToList();
        var kept = new List<string>();
        var inside = false;
        foreach (var line in lines)
        {
            inside = line == "sops:" || (inside && line.StartsWith(' '));
            if (!inside)
            {
                kept.Add(line);
            }
        }

        return string.Join('\n', kept);
    }

    private static string Prefix(string error) => error.Split(':')[0];
}
