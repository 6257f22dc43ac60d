using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Goldens.Templating.Yaml;

/// <summary>Values to and from JSON by the platform's library, independent of the code under test.</summary>
internal static class JsonForm
{
    public static string Of(Value value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    public static Value Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new MapValue();
                foreach (var property in json.EnumerateObject())
                {
                    map.Set(new(property.Name), Read(property.Value));
                }

                return Value.Of(map);
            case JsonValueKind.Array:
                return Value.Of(new ListValue([.. json.EnumerateArray().Select(Read)]));
            case JsonValueKind.Number:
                return json.GetRawText() == "-0" ? Value.Float(-0.0) : json.TryGetInt64(out var integer) ? Value.Int64(integer)
                    : json.TryGetUInt64(out var unsigned) ? Value.Scalar(GoType.Uint64, (long)unsigned) : Value.Float(json.GetDouble());
            case JsonValueKind.String:
                return Value.Of(json.GetString()!);
            default:
                return json.ValueKind == JsonValueKind.Null ? Value.Nil : Value.Of(json.GetBoolean());
        }
    }

    private static void Append(StringBuilder text, Value value)
    {
        if (value.AsMap is { } map)
        {
            var keys = map.SortedKeys.ToArray();
            text.Append('{').AppendJoin(',', keys.Select(key => Quote(key.Span) + ":" + Of(map[key]))).Append('}');
        }
        else if (value.AsList is { } list)
        {
            text.Append('[').AppendJoin(',', list.Items.ToArray().Select(Of)).Append(']');
        }
        else
        {
            text.Append(value.Kind switch
            {
                GoKind.Invalid => "null",
                GoKind.Bool => value.Boolean ? "true" : "false",
                GoKind.Int64 => value.Bits.ToString(CultureInfo.InvariantCulture),
                GoKind.Uint64 => ((ulong)value.Bits).ToString(CultureInfo.InvariantCulture),
                GoKind.Float64 => GoFloat.Format(value.Float64, GoFloatFormat.Json),
                _ => Quote(value.StringBytes),
            });
        }
    }

    private static string Quote(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStringValue(text);
        writer.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
