using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Formatting;
using SecretsKit.Templating.Functions.Conversion;
using P = SecretsKit.Templating.Calls.ParameterType;

namespace SecretsKit.Templating.Functions.Text;

/// <summary>Quotes and joins values; nil is left out (spec sprig.md 3).</summary>
internal static class Quoting
{
    private delegate void Writer(Value value, IBufferWriter<byte> output);

    public static FunctionTable AddQuoting(this FunctionTable table) => table
        .AddVariadic("quote", static (c, a) => a is [{ IsString: true }] ? QuoteText(c, a) : Value.Of(Each(c, a, Quote)), P.Any)
        .AddVariadic("squote", static (c, a) => Value.Of(Each(c, a, SingleQuote)), P.Any)
        .AddVariadic("cat", static (c, a) => Value.Of(Each(c, a, GoText.Write)), P.Any);

    // What nearly all calls are.
    private static Value QuoteText(CallContext context, ReadOnlySpan<Value> text) =>
        Scratch.Collect(context, text, static (output, a) => GoQuote.Write(output, a[0].StringBytes, GoQuoteStyle.Quote));

    private static byte[] Each(CallContext context, ReadOnlySpan<Value> values, Writer write)
    {
        var output = new LimitedWriter(context: context);
        var first = true;
        foreach (var value in values)
        {
            if (value.IsNil)
            {
                continue;
            }

            if (!first)
            {
                output.Write(" "u8);
            }

            write(value, output);
            first = false;
        }

        return output.Finish();
    }

    private static void Quote(Value value, IBufferWriter<byte> output) => GoQuote.Write(output, Strval.Of(value), GoQuoteStyle.Quote);

    private static void SingleQuote(Value value, IBufferWriter<byte> output)
    {
        output.Write("'"u8);
        GoText.Write(value, output);
        output.Write("'"u8);
    }
}
