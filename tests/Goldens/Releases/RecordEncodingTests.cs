using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Goldens.Sops;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Goldens.Releases;

/// <summary>Records made by hand: those that the reference reads are read, those that it passes over are refused with a cause.</summary>
public sealed class RecordEncodingTests
{
    // What the reference lists; of the others it says nothing.
    private static readonly string[] Readable = ["plain", "zipped", "good"];

    private static readonly Dictionary<string, RecordFault> Faults = new(StringComparer.Ordinal)
    {
        ["notb64"] = RecordFault.NotBase64,
        ["notjson"] = RecordFault.NotJson,
        ["badzip"] = RecordFault.DamagedCompression,
        ["half"] = RecordFault.DamagedCompression,
    };

    public static IEnumerable<TheoryDataRow<string, string>> Rows =>
        from line in File.ReadLines(Path.Combine(SopsRows.Folder("releases"), "transcripts", "drivers.jsonl"))
        let test = JsonNode.Parse(line)!
        let id = test["id"]!.GetValue<string>()
        where id.Contains("/record-", StringComparison.Ordinal)
        from step in test["steps"]!.AsArray()
        where step!["api"] is not null
        select new TheoryDataRow<string, string>(id, step["api"]!["body"]!.ToJsonString());

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_record_is_read_or_refused_as_the_reference_does(string id, string body)
    {
        var secret = JsonNode.Parse(body)!;
        var record = new StoredRecord(
            secret["metadata"]!["name"]!.GetValue<string>(),
            id,
            secret["metadata"]!["labels"]!.AsObject().ToDictionary(label => label.Key, label => label.Value!.GetValue<string>()),
            Convert.FromBase64String(secret["data"]!["release"]!.GetValue<string>()));
        if (!Faults.TryGetValue(record.Release, out var fault))
        {
            Assert.Contains(record.Release, Readable);
            Assert.Equal((ReleaseStatus.Deployed, "by hand"), (record.Read().Status, record.Read().Description));
            Assert.Equal("2024-05-06T07:08:09.5+02:00", record.Read().FirstDeployed!.Value.ToRfc3339Nano());
            Assert.Equal("made-ns", record.Summary!.Namespace);
            Assert.NotEmpty(Encoding.UTF8.GetString(record.Read().Manifest.Span));
            return;
        }

        Assert.False(record.TryRead(out _, out var cause));
        Assert.Equal(new RecordCause(fault, record.Name, id), cause);
        Assert.Null(record.Summary);
    }

    [Fact]
    public void There_are_such_records() => Assert.Equal(14, Rows.Count());
}
