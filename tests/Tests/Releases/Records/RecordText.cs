using System.Text;
using SecretsKit.Releases.Records.Coding;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Records made of JSON.</summary>
internal static class RecordText
{
    /// <summary>The record that carries a JSON text, compressed.</summary>
    public static StoredRecord Record(string json) => OfPayload(RecordPayload.Encode(Encoding.UTF8.GetBytes(json)));

    /// <summary>The record that carries a payload.</summary>
    public static StoredRecord OfPayload(byte[]? payload)
    {
        var labels = new Dictionary<string, string>();
        return new("sh.helm.release.v1.shop.v1", "prod", labels, payload is null ? (ReadOnlyMemory<byte>?)null : payload);
    }
}
