using System.Buffers;
using System.Buffers.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Coding;

namespace SecretsKit.Releases.Records.Storage.Cluster;

/// <summary>The Secret or ConfigMap that carries a record (spec helm.md 6.3).</summary>
internal static class RecordObject
{
    private const string DataKey = "release";

    /// <summary>The object to send.</summary>
    /// <param name="record">Its payload and its name.</param>
    /// <param name="labels">The labels to write.</param>
    /// <param name="driver">A Secret or a ConfigMap.</param>
    public static Value Of(StoredRecord record, IReadOnlyDictionary<string, string> labels, StorageDriver driver)
    {
        var isSecret = driver == StorageDriver.Secret;
        var payload = record.Payload ?? throw new ArgumentException("a record is written with its payload", nameof(record));
        var metadata = new MapValue();
        metadata.Set(new("name"), Value.Of(record.Name));
        metadata.Set(new("labels"), Value.Of(Texts(labels)));
        var data = new MapValue();
        data.Set(new(DataKey), isSecret ? Value.Of(Encode(payload.Span)) : Value.Of(payload.Span));
        var item = new MapValue();
        item.Set(new("apiVersion"), Value.Of("v1"));
        item.Set(new("kind"), Value.Of(isSecret ? "Secret" : "ConfigMap"));
        item.Set(new("metadata"), Value.Of(metadata));
        item.Set(new("data"), Value.Of(data));
        if (isSecret)
        {
            item.Set(new("type"), Value.Of(RecordCodec.RecordType));
        }

        return Value.Of(item);
    }

    /// <summary>The record that an object of the server carries.</summary>
    public static StoredRecord Read(Value item, StorageDriver driver)
    {
        var metadata = Map(item, "metadata");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Map(Value.Of(metadata), "labels").Entries)
        {
            labels[key.RevealText()] = Text(value);
        }

        var text = Map(item, "data")[new(DataKey)];
        ReadOnlyMemory<byte>? payload = !text.IsString ? (ReadOnlyMemory<byte>?)null
            : driver == StorageDriver.Secret ? Decode(text.StringBytes) : text.StringBytes;
        return new(Text(metadata[new("name")]), Text(metadata[new("namespace")]), labels, payload);
    }

    private static MapValue Map(Value item, string key) => item.AsMap?[new(key)].AsMap ?? new();

    private static string Text(Value value) => value.IsString ? new ByteString(value.StringBytes.AsMemory()).RevealText() : "";

    private static MapValue Texts(IReadOnlyDictionary<string, string> texts)
    {
        var map = new MapValue();
        foreach (var (key, value) in texts)
        {
            map.Set(new(key), Value.Of(value));
        }

        return map;
    }

    private static byte[] Encode(ReadOnlySpan<byte> payload)
    {
        var text = new byte[Base64.GetMaxEncodedToUtf8Length(payload.Length)];
        Base64.EncodeToUtf8(payload, text, out _, out _);
        return text;
    }

    // What a server sends as base64 is; if it is not, the payload is not either, which is found when it is read.
    private static ReadOnlyMemory<byte> Decode(byte[] text)
    {
        var payload = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, payload, out _, out var length) == OperationStatus.Done ? payload.AsMemory(0, length) : text;
    }
}
