using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Charts.Model;
using SecretsKit.Goldens.Sops;
using SecretsKit.Releases.Records.Coding;

namespace SecretsKit.Goldens.Releases;

/// <summary>A record that the reference stored: a Secret, a ConfigMap or a row.</summary>
internal sealed class GoldenRecord
{
    private const string Decoded = ".decoded.json";
    private static readonly string Root = Path.Combine(SopsRows.Folder("releases"), "records");

    private GoldenRecord(string id, string name, string ns, IReadOnlyDictionary<string, string> labels, byte[] payload)
    {
        Id = id;
        Record = new(name, ns, labels, payload);
        var compressed = Convert.FromBase64String(Encoding.ASCII.GetString(payload));
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var json = new MemoryStream();
        gzip.CopyTo(json);
        Json = json.ToArray();
    }

    /// <summary>All, as <c>helm4-secret/sh.helm.release.v1.shop.v1</c>.</summary>
    public static IEnumerable<TheoryDataRow<string>> Ids => Directory.EnumerateFiles(Root, "*" + Decoded, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file)[..^Decoded.Length])
        .Order(StringComparer.Ordinal)
        .Select(id => new TheoryDataRow<string>(id));

    public string Id { get; }

    public StoredRecord Record { get; }

    /// <summary>The bytes that the reference compressed.</summary>
    public byte[] Json { get; }

    /// <summary>The same, as its folder has it.</summary>
    public JsonNode Expected => JsonNode.Parse(File.ReadAllBytes(Path.Combine(Root, Id + Decoded)))!;

    public HelmGeneration Generation => Id.StartsWith("helm3", StringComparison.Ordinal) ? HelmGeneration.V3 : HelmGeneration.V4;

    public static GoldenRecord Load(string id)
    {
        var row = Path.Combine(Root, id + ".row.json");
        return File.Exists(row) ? OfRow(id, JsonNode.Parse(File.ReadAllBytes(row))!)
            : OfObject(id, JsonNode.Parse(File.ReadAllBytes(Path.Combine(Root, id + ".json")))!);
    }

    private static GoldenRecord OfRow(string id, JsonNode row)
    {
        string[] labels = ["name", "owner", "status"];
        return new(
            id,
            Text(row["key"]),
            Text(row["namespace"]),
            labels.ToDictionary(label => label, label => Text(row[label])),
            Encoding.ASCII.GetBytes(Text(row["body"])));
    }

    private static GoldenRecord OfObject(string id, JsonNode item)
    {
        var release = Text(item["data"]!["release"]);
        return new(
            id,
            Text(item["metadata"]!["name"]),
            Text(item["metadata"]!["namespace"]),
            item["metadata"]!["labels"]!.AsObject().ToDictionary(label => label.Key, label => Text(label.Value)),
            Text(item["kind"]) == "Secret" ? Convert.FromBase64String(release) : Encoding.ASCII.GetBytes(release));
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
