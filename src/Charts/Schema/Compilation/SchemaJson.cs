using System.Text;
using System.Text.Json;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Functions.Json;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The JSON of schemas: numbers keep their spelling, since <c>multipleOf</c> and large bounds do not bear rounding.</summary>
internal static class SchemaJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = SchemaLimits.MaxJsonDepth };

    /// <summary>Reads one JSON text.</summary>
    /// <exception cref="SchemaException">It is none, or goes beyond a limit.</exception>
    public static Value Parse(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new SchemaException("EOF");
        }

        try
        {
            var reader = new Utf8JsonReader(text, Options);
            reader.Read();
            var value = Read(ref reader);
            reader.Read();
            return value;
        }
        catch (JsonException failure)
        {
            throw new SchemaException(Describe(text), failure);
        }
    }

    private static Value Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new MapValue();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = new ByteString(Text(ref reader).AsMemory());
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
                return Number(Encoding.ASCII.GetString(reader.ValueSpan));
            case JsonTokenType.Null:
                return Value.Nil;
            default:
                return Value.Of(reader.GetBoolean());
        }
    }

    private static Value Number(string text) =>
        text.Length <= SchemaLimits.MaxNumberLength && ExactNumber.TryParse(text, out var number)
            ? Value.Of(new JsonNumber(text, number))
            : throw new SchemaException($"a number has more than {SchemaLimits.MaxNumberLength} digits");

    private static byte[] Text(ref Utf8JsonReader reader)
    {
        var buffer = new byte[reader.ValueSpan.Length];
        try
        {
            return buffer[..reader.CopyString(buffer)];
        }
        catch (InvalidOperationException failure)
        {
            throw new SchemaException("invalid JSON: a text is not UTF-8", failure);
        }
    }

    // Go's words for what is wrong; what only we refuse is too deep.
    private static string Describe(ReadOnlySpan<byte> text)
    {
        const string Nested = "the schema is nested too deeply";
        return GoJson.TryParse(text, out _, out var error) ? Nested : error.StartsWith("unexpected end", StringComparison.Ordinal) ? "unexpected EOF" : error;
    }
}
