using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Releases for tests of what lies above their records.</summary>
internal static class TestRelease
{
    /// <summary>A release with few fields.</summary>
    public static Release Of(
        string name,
        int revision,
        ReleaseStatus status = ReleaseStatus.Superseded,
        long seconds = 0,
        string label = "",
        string manifest = "") =>
        new(new()
        {
            Name = name,
            Namespace = "prod",
            Revision = revision,
            Status = status,
            FirstDeployed = new(1_700_000_000, 0, 0),
            LastDeployed = new(1_700_000_000 + seconds, 5, 0),
            Chart = new(new()),
            Manifest = new(Encoding.UTF8.GetBytes(manifest).AsMemory()),
            Labels = label.Length > 0 ? new() { ["team"] = label } : new Dictionary<string, string>(),
        });

    /// <summary>Its record.</summary>
    public static StoredRecord Record(
        string name, int revision, ReleaseStatus status = ReleaseStatus.Superseded, long seconds = 0, string label = "", string ns = "prod")
    {
        var record = RecordCodec.Encode(Of(name, revision, status, seconds, label), HelmGeneration.V4);
        return new(record.Name, ns, record.Labels, record.Payload);
    }

    /// <summary>A record of the same labels that cannot be read.</summary>
    public static StoredRecord Damaged(string name, int revision, ReleaseStatus status = ReleaseStatus.Superseded)
    {
        var record = Record(name, revision, status);
        return new(record.Name, record.Namespace, record.Labels, "AAAA"u8.ToArray());
    }

    /// <summary>A chart with a file.</summary>
    public static ReleaseChart Chart(string list, string path, string text)
    {
        var file = new MapValue();
        file.Set(new("name"), Value.Of(path));
        file.Set(new("data"), Value.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))));
        var chart = new MapValue();
        chart.Set(new(list), Value.Of(new ListValue([Value.Of(file)])));
        return new(chart);
    }
}
