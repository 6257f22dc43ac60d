using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>One object of JSON whose fields keep their order.</summary>
internal sealed class JsonFields
{
    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Adds a text.</summary>
    public JsonFields Add(string key, string text) => Add(key, Value.Of(text));

    /// <summary>Adds a number.</summary>
    public JsonFields Add(string key, int number) => Add(key, Value.Int(number));

    /// <summary>Adds a value; the keys of maps in it are sorted.</summary>
    public JsonFields Add(string key, Value value)
    {
        AddKey(key);
        GoJson.Write(value, _json, GoJsonOptions.Compact);
        return this;
    }

    /// <summary>Adds objects.</summary>
    public JsonFields Add(string key, IEnumerable<JsonFields> objects)
    {
        AddKey(key);
        _json.Write(ListOf(objects));
        return this;
    }

    /// <summary>Adds a value unless there is none, or it is empty.</summary>
    public JsonFields AddSet(string key, Value value) =>
        value.IsNil || value is { IsString: true, StringBytes.Length: 0 } or { AsMap.Count: 0 } or { AsList.Count: 0 }
            ? this
            : Add(key, value);

    /// <summary>The object.</summary>
    public ReadOnlySpan<byte> ToJson() => _json.WrittenCount == 0 ? "{}"u8 : (byte[])[.. _json.WrittenSpan, (byte)'}'];

    /// <summary>A list of objects.</summary>
    public static ReadOnlySpan<byte> ListOf(IEnumerable<JsonFields> objects)
    {
        var json = new ArrayBufferWriter<byte>();
        foreach (var one in objects)
        {
            json.Write(json.WrittenCount == 0 ? "["u8 : ","u8);
            json.Write(one.ToJson());
        }

        json.Write(json.WrittenCount == 0 ? "[]"u8 : "]"u8);
        return json.WrittenSpan;
    }

    private void AddKey(string key)
    {
        _json.Write(_json.WrittenCount == 0 ? "{"u8 : ","u8);
        GoJson.Write(Value.Of(key), _json, GoJsonOptions.Compact);
        _json.Write(":"u8);
    }
}
