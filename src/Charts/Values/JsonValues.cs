using System.Text.Json;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Values;

/// <summary>JSON as values: all numbers are float64.</summary>
internal static class JsonValues
{
    /// <summary>The object that a text holds, or null if it holds none or more.</summary>
    public static MapValue? TryReadObject(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            reader.Read();
            var value = Read(ref reader);
            return reader.Read() ? null : value.AsMap;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value at which the reader stands.</summary>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static Value Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new MapValue();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = new ByteString(Text(ref reader));
                    reader.Read();
                    map.Set(key, Read(ref reader));
                }

                return Value.Of(map);
            case JsonTokenType.StartArray:
                var items = new List<Value>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader));
                }

                return Value.Of(new ListValue([.. items]));
            case JsonTokenType.String:
                return Value.Of(Text(ref reader));
            case JsonTokenType.Number:
                return Value.Float(reader.GetDouble());
            case JsonTokenType.Null:
                return Value.Nil;
            default:
                return Value.Of(reader.GetBoolean());
        }
    }

    private static byte[] Text(ref Utf8JsonReader reader)
    {
        var buffer = new byte[reader.HasValueSequence ? (int)reader.ValueSequence.Length : reader.ValueSpan.Length];
        var length = reader.CopyString(buffer);
        return buffer[..length];
    }
}
