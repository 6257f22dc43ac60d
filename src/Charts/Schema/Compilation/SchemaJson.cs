using System.Text;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>The JSON of schemas: numbers keep their spelling, since <c>multipleOf</c> and large bounds do not bear rounding.</summary>
internal static class SchemaJson
{
    private static readonly GoJsonReading Reading = new() { MaxDepth = SchemaLimits.MaxJsonDepth, Number = Number, IsStream = true };

    /// <summary>Reads one JSON text.</summary>
    /// <exception cref="SchemaException">It is none, or goes beyond a limit.</exception>
    public static Value Parse(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw new SchemaException("EOF");
        }

        return GoJson.TryParse(text, Reading, out var value, out var error) ? value
            : throw new SchemaException(error.Fault switch
            {
                JsonFault.TooDeep => "the schema is nested too deeply",

                // The reference does not say which character it is.
                JsonFault.TrailingText => "invalid character after top-level value",
                _ => error.Message,
            })
            {
                IsLimit = error.Fault == JsonFault.TooDeep,
            };
    }

    private static Value Number(ReadOnlySpan<byte> digits)
    {
        var text = Encoding.ASCII.GetString(digits[..Math.Min(digits.Length, SchemaLimits.MaxNumberLength + 1)]);
        return text.Length <= SchemaLimits.MaxNumberLength && ExactNumber.TryParse(text, out var number)
            ? Value.Of(new JsonNumber(text, number))
            : throw new SchemaException($"a number has more than {SchemaLimits.MaxNumberLength} digits") { IsLimit = true };
    }
}
